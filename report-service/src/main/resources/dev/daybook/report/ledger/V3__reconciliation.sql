-- Whether each revision agrees with the shop's database, and the list of its orders until it stands in S3.

ALTER TABLE report_revisions
  ADD COLUMN reconciliation VARCHAR(16) NULL COMMENT 'NULL where no shop''s database was set' AFTER accounting,
  ADD COLUMN reconciliation_csv_gzip LONGBLOB NULL COMMENT 'kept as long as canonical_gzip' AFTER canonical_gzip,
  ADD CONSTRAINT known_reconciliation CHECK (reconciliation IN ('PASS', 'FAIL', 'NOT_RECONCILED')),
  ADD CONSTRAINT no_list_alone CHECK (reconciliation_csv_gzip IS NULL OR canonical_gzip IS NOT NULL);
