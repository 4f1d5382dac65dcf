-- Why a run was asked for, which revisions are kept without being mailed, and what each day's last look came upon, so that a
-- later change is noticed without a person.

ALTER TABLE report_runs
  ADD COLUMN purpose VARCHAR(16) NOT NULL DEFAULT 'ASKED' AFTER requested_by,
  ADD CONSTRAINT known_purpose CHECK (purpose IN ('ASKED', 'DUE', 'INTERIM', 'HISTORY', 'KEPT'));

UPDATE report_runs SET purpose = 'DUE' WHERE requested_by = 'schedule';

ALTER TABLE report_revisions
  ADD COLUMN withheld VARCHAR(16) NULL COMMENT 'why it is not mailed; NULL: it is, or was' AFTER publication,
  ADD CONSTRAINT known_withheld CHECK (withheld IN ('HISTORY', 'EMPTY_DAY', 'NOT_ASKED'));

CREATE TABLE report_days (
  report          VARCHAR(64) NOT NULL,
  business_date   DATE        NOT NULL,
  counted         BIGINT      NULL COMMENT 'events counted when a run last read the whole day; NULL: none has',
  changed_since   DATETIME(6) NULL COMMENT 'when something else was first noticed to be counted; NULL: nothing is known to be',
  reconcile_tries INT         NOT NULL DEFAULT 0 COMMENT 'looks in a row that could not compare the day with the shop',
  reconcile_at    DATETIME(6) NULL COMMENT 'when that is tried again; NULL: not by itself',
  PRIMARY KEY (report, business_date),
  KEY by_change (report, changed_since),
  KEY by_reconciliation (report, reconcile_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO report_days (report, business_date, counted, reconcile_at)
  SELECT r.report, r.business_date, JSON_VALUE(r.accounting, '$.counted'), IF(r.reconciliation = 'NOT_RECONCILED', NOW(6), NULL)
  FROM report_revisions r
  WHERE r.status = 'COMPLETE' AND r.accounting IS NOT NULL
    AND r.revision = (SELECT MAX(newest.revision) FROM report_revisions newest
                      WHERE newest.report = r.report AND newest.business_date = r.business_date);
