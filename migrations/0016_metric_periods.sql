-- The period of a figure is the month that it is of, of surveys too: waves are counted in each series of surveys by itself, and say nothing of what was before
-- what. So that no survey takes the place of another one of the same month, the survey is part of the key.

-- +goose Up
DELETE FROM metric_values v USING metrics m WHERE m.code = v.metric AND m.source = 'SURVEYS'; -- made anew, as are all, when a server starts
ALTER TABLE metric_values
    ADD COLUMN survey_number bigint NOT NULL DEFAULT 0, -- 0: of none
    ADD COLUMN wave integer CHECK (wave > 0),
    DROP CONSTRAINT metric_values_pkey,
    ADD PRIMARY KEY (metric, community_id, period, survey_number),
    ADD CHECK ((survey_number = 0) = (wave IS NULL));
DROP INDEX metric_values_by_community;
CREATE INDEX metric_values_by_age ON metric_values (metric, community_id, period, as_of, survey_number);
ALTER TABLE metrics DROP COLUMN period_kind;

-- +goose Down
DROP INDEX metric_values_by_age;
CREATE INDEX metric_values_by_community ON metric_values (community_id, metric, period);
DELETE FROM metric_values WHERE survey_number > 0;
ALTER TABLE metric_values
    DROP CONSTRAINT metric_values_pkey,
    DROP COLUMN survey_number,
    DROP COLUMN wave,
    ADD PRIMARY KEY (metric, community_id, period);
ALTER TABLE metrics ADD COLUMN period_kind text NOT NULL DEFAULT 'MONTH' CHECK (period_kind IN ('MONTH', 'WAVE'));
UPDATE metrics SET period_kind = 'WAVE' WHERE source = 'SURVEYS';
ALTER TABLE metrics ALTER COLUMN period_kind DROP DEFAULT;
