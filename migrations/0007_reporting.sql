-- How often the communities of a region report progress, and how many days after a period's end that is due.

-- +goose Up
CREATE TABLE reporting_rules (
    region_id bigint PRIMARY KEY REFERENCES regions,
    period    text NOT NULL CHECK (period IN ('MONTHLY', 'QUARTERLY')),
    due_days  integer NOT NULL CHECK (due_days BETWEEN 0 AND 60)
);
CREATE INDEX progress_reports_by_time ON progress_reports (community_id, reported_at);

-- +goose Down
DROP INDEX progress_reports_by_time;
DROP TABLE reporting_rules;
