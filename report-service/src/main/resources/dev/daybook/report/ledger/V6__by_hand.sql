-- Who did what and when, each attempt to mail a revision with what came of it, and backfills.

CREATE TABLE report_audit (
  id            BIGINT        NOT NULL AUTO_INCREMENT,
  entry         CHAR(36)      NOT NULL COMMENT 'one for each deed, so that a transaction that runs again writes it once',
  at            DATETIME(6)   NOT NULL,
  who           VARCHAR(128)  NOT NULL COMMENT 'the id of the API key, or schedule',
  action        VARCHAR(32)   NOT NULL,
  report        VARCHAR(64)   NULL,
  business_date DATE          NULL,
  revision      INT           NULL,
  run_id        CHAR(36)      NULL,
  detail        VARCHAR(1000) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY once (entry),
  KEY by_date (business_date, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE report_publications (
  report         VARCHAR(64)   NOT NULL,
  business_date  DATE          NOT NULL,
  revision       INT           NOT NULL,
  attempt        INT           NOT NULL COMMENT 'from 1; the revision''s publish_attempts when it began',
  publisher      CHAR(36)      NOT NULL,
  resent_by      VARCHAR(128)  NULL COMMENT 'who asked for it; NULL for what Daybook sends by itself',
  stood          VARCHAR(16)   NOT NULL COMMENT 'the revision''s publication before, which stands again if nothing reached SNS',
  began_at       DATETIME(6)   NOT NULL,
  outcome        VARCHAR(16)   NULL COMMENT 'NULL while it is on its way',
  ended_at       DATETIME(6)   NULL,
  sns_message_id VARCHAR(255)  NULL,
  error          VARCHAR(1000) NULL,
  PRIMARY KEY (report, business_date, revision, attempt),
  CONSTRAINT known_outcome CHECK (outcome IN ('PUBLISHED', 'NOT_SENT', 'UNKNOWN'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE report_backfills (
  id           CHAR(36)     NOT NULL,
  report       VARCHAR(64)  NOT NULL,
  from_date    DATE         NOT NULL,
  to_date      DATE         NOT NULL,
  publish      BOOLEAN      NOT NULL,
  requested_by VARCHAR(128) NOT NULL,
  requested_at DATETIME(6)  NOT NULL,
  next_date    DATE         NOT NULL COMMENT 'the oldest date that no run was asked for yet; behind to_date once all were',
  ended_at     DATETIME(6)  NULL COMMENT 'when the last of its runs had ended',
  PRIMARY KEY (id),
  KEY under_way (ended_at, requested_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

ALTER TABLE report_runs
  ADD COLUMN backfill_id CHAR(36) NULL COMMENT 'the backfill that asked for it',
  ADD KEY by_backfill (backfill_id, business_date);
