-- The ledger: which revisions of which day's report there are, what became of each one's publication, who asked for which run,
-- and up to when the schedule was served. Times are UTC. Ids compare byte by byte: a case-insensitive collation would merge them.

CREATE TABLE report_revisions (
  report            VARCHAR(64)  NOT NULL,
  business_date     DATE         NOT NULL,
  revision          INT          NOT NULL,
  status            VARCHAR(16)  NOT NULL,
  publication       VARCHAR(16)  NULL COMMENT 'NULL until the revision''s files stand in S3',
  cut               LONGTEXT     NOT NULL COMMENT 'JSON: the offsets up to which the revision counts',
  net               LONGTEXT     NOT NULL COMMENT 'JSON: net sales by currency, for lists',
  sales_digest      CHAR(64)     NOT NULL,
  canonical_sha256  CHAR(64)     NOT NULL,
  canonical_gzip    LONGBLOB     NULL COMMENT 'the canonical JSON until it stands in S3, then NULL',
  s3_prefix         VARCHAR(255) NOT NULL,
  claimed_at        DATETIME(6)  NOT NULL,
  stored_at         DATETIME(6)  NULL,
  publisher         CHAR(36)     NULL COMMENT 'the attempt that went, or goes, to SNS',
  publishing_since  DATETIME(6)  NULL,
  publish_attempts  INT          NOT NULL DEFAULT 0,
  next_attempt_at   DATETIME(6)  NULL COMMENT 'NULL: nobody tries again by themselves',
  published_at      DATETIME(6)  NULL,
  sns_message_id    VARCHAR(255) NULL,
  last_error        VARCHAR(1000) NULL,
  PRIMARY KEY (report, business_date, revision),
  KEY by_publication (publication, next_attempt_at),
  CONSTRAINT known_status CHECK (status IN ('COMPLETE', 'INTERIM')),
  CONSTRAINT known_publication CHECK (publication IN ('PENDING', 'PUBLISHING', 'PUBLISHED', 'UNKNOWN', 'NOT_SENT')),
  CONSTRAINT stored_or_kept CHECK ((publication IS NULL) = (canonical_gzip IS NOT NULL)),
  CONSTRAINT positive_revision CHECK (revision >= 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE report_runs (
  id            CHAR(36)      NOT NULL,
  report        VARCHAR(64)   NOT NULL,
  business_date DATE          NOT NULL,
  requested_by  VARCHAR(128)  NOT NULL,
  requested_at  DATETIME(6)   NOT NULL,
  state         VARCHAR(16)   NOT NULL,
  detail        VARCHAR(1000) NULL,
  revision      INT           NULL,
  worker        CHAR(36)      NULL COMMENT 'the process that works on it',
  lease_until   DATETIME(6)   NULL COMMENT 'until then nobody else takes a RUNNING run over',
  ended_at      DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY by_date (report, business_date, requested_at),
  KEY by_state (state, requested_at),
  CONSTRAINT known_state CHECK (state IN ('REQUESTED', 'RUNNING', 'HELD', 'DONE', 'FAILED'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE report_schedule (
  report         VARCHAR(64) NOT NULL,
  served_until   DATETIME(6) NOT NULL COMMENT 'every fire time up to then was served, or came before the installation',
  first_event_on DATE        NULL COMMENT 'the business date on which the first event was received',
  PRIMARY KEY (report)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
