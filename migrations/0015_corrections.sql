-- Who entered a payment, and which payments stand no more.

-- +goose Up
-- A payment that was entered wrong stays here when it is corrected or taken back, and counts no more: only those without ended_at stand.
ALTER TABLE spending_entries
    ADD COLUMN entered_at timestamptz,
    ADD COLUMN entered_by bigint REFERENCES users,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by bigint REFERENCES users,
    ADD COLUMN ended_reason text CHECK (ended_reason <> ''),
    ADD COLUMN corrected_by bigint,
    ADD CONSTRAINT spending_entries_corrected_fkey FOREIGN KEY (community_id, node_number, corrected_by)
        REFERENCES spending_entries (community_id, node_number, number),
    ADD CONSTRAINT spending_entries_other CHECK (corrected_by <> number),
    ADD CONSTRAINT spending_entries_ended CHECK ((ended_at IS NULL) = (ended_reason IS NULL) AND (ended_at IS NOT NULL OR (ended_by IS NULL AND corrected_by IS NULL)));
-- Payments and links are asked for by their ids.
CREATE INDEX spending_entries_by_number ON spending_entries (community_id, number);
CREATE INDEX evidence_links_by_number ON evidence_links (community_id, number);

-- +goose Down
DROP INDEX evidence_links_by_number;
DELETE FROM spending_entries WHERE ended_at IS NOT NULL;
DROP INDEX spending_entries_by_number;
ALTER TABLE spending_entries DROP COLUMN corrected_by, DROP COLUMN ended_reason, DROP COLUMN ended_by, DROP COLUMN ended_at, DROP COLUMN entered_by,
    DROP COLUMN entered_at;
