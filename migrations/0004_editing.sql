-- Who moved a revision through review, what each report of progress corrects, and what was written under which key.

-- +goose Up
-- Every step of a revision's review. The last one gave the revision its state.
CREATE TABLE revision_steps (
    community_id    bigint NOT NULL,
    revision_number bigint NOT NULL,
    number          bigint GENERATED ALWAYS AS IDENTITY,
    state           text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'ENDORSED', 'ADOPTED')),
    at              timestamptz NOT NULL,
    actor_id        bigint REFERENCES users,
    reason          text CHECK (char_length(reason) BETWEEN 1 AND 5000),
    PRIMARY KEY (community_id, revision_number, number),
    FOREIGN KEY (community_id, revision_number) REFERENCES goal_tree_revisions (community_id, number),
    CHECK (state <> 'RETURNED' OR reason IS NOT NULL)
);

-- What is frozen stays: only a revision that is being worked on may change its structure.
-- +goose StatementBegin
CREATE FUNCTION keep_frozen_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM goal_tree_revisions v WHERE v.community_id = OLD.community_id
            AND v.number = OLD.revision_number AND v.state NOT IN ('DRAFT', 'RETURNED')) THEN
        RAISE EXCEPTION 'a frozen revision does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF (NEW.community_id, NEW.revision_number) IS DISTINCT FROM (OLD.community_id, OLD.revision_number) THEN
        RAISE EXCEPTION 'a row stays in its revision' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER placements_stay BEFORE UPDATE OR DELETE ON placements
    FOR EACH ROW EXECUTE FUNCTION keep_frozen_revisions();
CREATE TRIGGER planned_costs_stay BEFORE UPDATE OR DELETE ON planned_costs
    FOR EACH ROW EXECUTE FUNCTION keep_frozen_revisions();

-- The journal tells who reported, and keeps what was corrected: such an entry counts no more. What stands in its place has its rank
-- among the entries of a day, since of several the last holds: a correction of an earlier one must not overtake it.
ALTER TABLE progress_reports
    ADD COLUMN reported_by bigint REFERENCES users,
    ADD COLUMN corrected_by bigint,
    ADD COLUMN first_number bigint,
    ADD COLUMN rank bigint NOT NULL GENERATED ALWAYS AS (coalesce(first_number, number)) STORED,
    ADD CONSTRAINT progress_reports_corrected_fkey FOREIGN KEY (community_id, node_number, corrected_by)
        REFERENCES progress_reports (community_id, node_number, number),
    ADD CONSTRAINT progress_reports_other CHECK (corrected_by <> number);
CREATE INDEX progress_reports_by_number ON progress_reports (community_id, number);
DROP INDEX progress_reports_by_day;
CREATE INDEX progress_reports_by_day ON progress_reports (community_id, node_number, as_of DESC, rank DESC);

-- What a request under a key of its sender's choice has written, so that a retry has no second effect.
CREATE TABLE idempotency_keys (
    user_id    bigint NOT NULL REFERENCES users,
    key        text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
    field      text NOT NULL,
    request    bytea NOT NULL,
    touched    text[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key, field)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP INDEX progress_reports_by_day;
CREATE INDEX progress_reports_by_day ON progress_reports (community_id, node_number, as_of DESC, number DESC);
DROP INDEX progress_reports_by_number;
ALTER TABLE progress_reports DROP COLUMN reported_by, DROP COLUMN corrected_by, DROP COLUMN rank, DROP COLUMN first_number;
DROP TRIGGER planned_costs_stay ON planned_costs;
DROP TRIGGER placements_stay ON placements;
DROP FUNCTION keep_frozen_revisions();
DROP TABLE revision_steps;
