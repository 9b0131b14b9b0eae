-- Everything comparable about communities, under one catalogue, with its figures as they are published.

-- +goose Up
CREATE TABLE metrics (
    code        text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]+(\.[a-z0-9_-]+)+$' AND char_length(code) <= 200),
    source      text NOT NULL CHECK (source IN ('GOALS', 'COSTS', 'PROBLEMS', 'SURVEYS')),
    unit        text NOT NULL CHECK (unit IN ('PERCENT', 'COUNT', 'UAH_PER_RESIDENT', 'SEVERITY', 'SCORE', 'NUMBER')),
    direction   text NOT NULL CHECK (direction IN ('HIGHER_IS_BETTER', 'LOWER_IS_BETTER', 'NEUTRAL')),
    period_kind text NOT NULL CHECK (period_kind IN ('MONTH', 'WAVE')),
    name_uk     text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en     text CHECK (name_en <> ''),
    method_uk   text NOT NULL CHECK (method_uk <> ''),
    method_en   text NOT NULL CHECK (method_en <> ''),
    search      text NOT NULL GENERATED ALWAYS AS (search_lines(name_uk, name_en, code)) STORED
);
CREATE INDEX metrics_by_search ON metrics USING gin (search gin_trgm_ops);

-- One figure of a community in one period: the number of a month, from year 0, or of a wave. Derived from what stands elsewhere, and stored so
-- that a comparison of all communities reads rows and computes nothing. missing: why there is no value.
CREATE TABLE metric_values (
    metric         text NOT NULL, -- its code; the catalogue is made anew beside it
    community_id   bigint NOT NULL REFERENCES communities,
    period         integer NOT NULL CHECK (period > 0),
    value          double precision,
    standard_error double precision CHECK (standard_error >= 0),
    n              integer CHECK (n >= 0),
    missing        text CHECK (missing IN ('NOT_COLLECTED', 'NOT_APPLICABLE', 'SUPPRESSED', 'REFUSED')),
    as_of          date NOT NULL,
    PRIMARY KEY (metric, community_id, period),
    CHECK ((value IS NULL) = (missing IS NOT NULL)),
    CHECK (missing IS NULL OR (standard_error IS NULL AND n IS NULL))
);
CREATE INDEX metric_values_by_community ON metric_values (community_id, metric, period);

-- +goose Down
DROP TABLE metric_values;
DROP TABLE metrics;
