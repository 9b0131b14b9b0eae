-- How far the import of each upload has come, for whoever waits for it.

-- +goose Up
-- Written beside the import's own transaction, which nobody could look into, and seldom. Only DONE is written within it, so that it says so
-- exactly where what was imported is there. A run that was not heard of for long, and has not finished, was cut off with its server. An
-- upload may be imported more than once; the last run is told.
CREATE TABLE import_progress (
    upload_number bigint PRIMARY KEY REFERENCES uploads ON DELETE CASCADE,
    run           integer NOT NULL DEFAULT 1 CHECK (run > 0),
    state         text NOT NULL CHECK (state IN ('READING', 'CHECKING', 'WRITING', 'DONE', 'FAILED')),
    dry_run       boolean NOT NULL,
    rows_read     integer NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
    row_count     integer CHECK (row_count >= 0),
    rows_written  integer NOT NULL DEFAULT 0 CHECK (rows_written >= 0),
    fault_count   integer NOT NULL DEFAULT 0 CHECK (fault_count >= 0),
    started_at    timestamptz NOT NULL,
    heard_at      timestamptz NOT NULL,
    finished_at   timestamptz,
    CHECK ((state IN ('DONE', 'FAILED')) = (finished_at IS NOT NULL)),
    CHECK (state = 'FAILED' OR fault_count = 0)
);

-- +goose Down
DROP TABLE import_progress;
