-- The registry: regions, districts, communities, and the projects they take part in.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- ICU, not libc: a bare machine has no Ukrainian locale, and PostgreSQL brings ICU's.
CREATE COLLATION ukrainian (provider = icu, locale = 'uk');

-- What search compares: lower case, without apostrophes in any of their forms, hyphens and runs of
-- blanks as one blank. Stored text and the text asked for both go through it, so the rule is in one place.
CREATE FUNCTION search_key(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(regexp_replace(
        translate(lower(body COLLATE ukrainian), '-‐‑–—''’ʼ‘`´′ʹ＇"«»„“”', '     '),
        '\s+', ' ', 'g'));

-- The texts by which something is found, one a line: a condition can ask how any of them begins, and
-- none is met by the end of one text with the beginning of the next.
CREATE FUNCTION search_lines(VARIADIC bodies text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg(search_key(b.body), E'\n' ORDER BY b.place)
        FROM unnest(bodies) WITH ORDINALITY b (body, place));

-- LIKE patterns for text somebody typed: its own wildcards are only letters.
CREATE FUNCTION search_contains(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN '%' || regexp_replace(search_key(body), '([\\%_])', '\\\1', 'g') || '%';

CREATE FUNCTION search_starts(body text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(search_key(body), '([\\%_])', '\\\1', 'g') || '%';

-- What kind of installation this is; always exactly one row.
CREATE TABLE instance (
    only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    demonstration boolean NOT NULL DEFAULT false
);
INSERT INTO instance DEFAULT VALUES;

CREATE TABLE regions (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code    text NOT NULL CONSTRAINT regions_code_key UNIQUE CHECK (code ~ '^UA[0-9]{17}$'),
    name_uk text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en text CHECK (name_en <> ''),
    search  text NOT NULL GENERATED ALWAYS AS (
        search_lines(name_uk, name_en, code)) STORED
);
CREATE INDEX regions_by_search ON regions USING gin (search gin_trgm_ops);
CREATE INDEX regions_by_name ON regions (name_uk, id);

CREATE TABLE districts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region_id bigint NOT NULL REFERENCES regions,
    code      text NOT NULL CONSTRAINT districts_code_key UNIQUE CHECK (code ~ '^UA[0-9]{17}$'),
    name_uk   text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en   text CHECK (name_en <> ''),
    search    text NOT NULL GENERATED ALWAYS AS (
        search_lines(name_uk, name_en, code)) STORED,
    UNIQUE (region_id, id)
);
CREATE INDEX districts_by_search ON districts USING gin (search gin_trgm_ops);
CREATE INDEX districts_by_name ON districts (region_id, name_uk, id);
CREATE INDEX districts_all_by_name ON districts (name_uk, id);

CREATE TABLE communities (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region_id        bigint NOT NULL,
    district_id      bigint NOT NULL,
    code             text NOT NULL CONSTRAINT communities_code_key UNIQUE CHECK (code ~ '^UA[0-9]{17}$'),
    name_uk          text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en          text CHECK (name_en <> ''),
    type             text NOT NULL CHECK (type IN ('URBAN', 'SETTLEMENT', 'RURAL')),
    centre_code      text CHECK (centre_code ~ '^UA[0-9]{17}$'),
    centre_name_uk   text CHECK (centre_name_uk <> ''),
    centre_name_en   text CHECK (centre_name_en <> ''),
    latitude         double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude        double precision CHECK (longitude BETWEEN -180 AND 180),
    area_km2         numeric(9, 2) CHECK (area_km2 > 0),
    population       integer CHECK (population >= 0),
    urban_population integer CHECK (urban_population BETWEEN 0 AND population),
    population_on    date,
    settlements      integer CHECK (settlements >= 0),
    search           text NOT NULL GENERATED ALWAYS AS (
        search_lines(name_uk, name_en, centre_name_uk, centre_name_en, code)) STORED,
    FOREIGN KEY (region_id, district_id) REFERENCES districts (region_id, id),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK ((population IS NULL) = (population_on IS NULL))
);
CREATE INDEX communities_by_region ON communities (region_id, name_uk, id);
CREATE INDEX communities_by_district ON communities (district_id, name_uk, id);
CREATE INDEX communities_by_name ON communities (name_uk, id);
CREATE INDEX communities_by_type ON communities (type, name_uk, id);
-- One index for each direction where the key may be missing, since that comes last in both.
CREATE INDEX communities_by_population ON communities (population, id);
CREATE INDEX communities_by_population_falling ON communities (population DESC NULLS LAST, id DESC);
CREATE INDEX communities_by_area ON communities (area_km2, id);
CREATE INDEX communities_by_area_falling ON communities (area_km2 DESC NULLS LAST, id DESC);
CREATE INDEX communities_by_search ON communities USING gin (search gin_trgm_ops);

CREATE TABLE projects (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code    text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name_uk text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en text CHECK (name_en <> '')
);
INSERT INTO projects (code, name_uk, name_en) VALUES
    ('digital-vinnychchyna',
     'Digital Вінниччина: цифрові рішення для розвитку громад',
     'Digital Vinnychchyna: digital solutions for the development of communities');

-- A row says that a community takes part. No row says nothing: it is not known.
CREATE TABLE participations (
    community_id bigint NOT NULL REFERENCES communities,
    project_id   bigint NOT NULL REFERENCES projects,
    since        date,
    source       text NOT NULL CHECK (source <> ''),
    PRIMARY KEY (community_id, project_id)
);
CREATE INDEX participations_by_project ON participations (project_id, community_id);

-- +goose Down
DROP TABLE participations;
DROP TABLE projects;
DROP TABLE communities;
DROP TABLE districts;
DROP TABLE regions;
DROP TABLE instance;
DROP FUNCTION search_starts(text);
DROP FUNCTION search_contains(text);
DROP FUNCTION search_lines(text[]);
DROP FUNCTION search_key(text);
DROP COLLATION ukrainian;
DROP EXTENSION pg_trgm;
