-- Kinds of reports that aren't made from the topics have no offsets up to which they count.

ALTER TABLE report_revisions
  MODIFY COLUMN cut LONGTEXT NULL COMMENT 'JSON: the offsets up to which the revision counts; NULL where it counts none';
