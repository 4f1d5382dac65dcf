-- Reports that were sent before everything was known, and each revision's accounting, for lists.

ALTER TABLE report_revisions
  DROP CONSTRAINT known_status,
  ADD COLUMN accounting LONGTEXT NULL COMMENT 'JSON: the day''s equation; NULL in revisions made before there was one' AFTER net,
  ADD CONSTRAINT known_status CHECK (status IN ('COMPLETE', 'PROVISIONAL', 'INTERIM'));
