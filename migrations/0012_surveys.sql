-- Surveys of residents: the bank of questions, surveys with their waves and known populations, what people answered, and the figures.

-- +goose Up
-- A question is written once and asked in many waves, so that waves compare. Of the region where no community is named. What an open
-- survey has asked stays as it is: fixed.
CREATE TABLE questions (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region_id    bigint NOT NULL REFERENCES regions,
    community_id bigint REFERENCES communities,
    code         text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    kind         text NOT NULL CHECK (kind IN ('SINGLE', 'MULTIPLE', 'LIKERT', 'NUMERIC', 'TEXT')),
    text_uk      text NOT NULL CHECK (char_length(text_uk) BETWEEN 1 AND 1000),
    text_en      text CHECK (char_length(text_en) BETWEEN 1 AND 1000),
    hint_uk      text CHECK (char_length(hint_uk) BETWEEN 1 AND 1000),
    hint_en      text CHECK (char_length(hint_en) BETWEEN 1 AND 1000),
    unit         text CHECK (char_length(unit) BETWEEN 1 AND 40),
    minimum      double precision,
    maximum      double precision,
    problem_number bigint REFERENCES problems,
    fixed        boolean NOT NULL DEFAULT false,
    search       text NOT NULL GENERATED ALWAYS AS (search_lines(code, text_uk, text_en)) STORED,
    version      integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    CONSTRAINT questions_code_key UNIQUE NULLS NOT DISTINCT (region_id, community_id, code),
    CHECK (minimum <= maximum),
    CHECK (kind = 'NUMERIC' OR (minimum IS NULL AND maximum IS NULL AND unit IS NULL))
);

CREATE TABLE question_options (
    question_number bigint NOT NULL REFERENCES questions ON DELETE CASCADE,
    number          integer NOT NULL CHECK (number BETWEEN 1 AND 100),
    code            text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9_]{0,39}$'),
    text_uk         text NOT NULL CHECK (char_length(text_uk) BETWEEN 1 AND 500),
    text_en         text CHECK (char_length(text_en) BETWEEN 1 AND 500),
    other           boolean NOT NULL DEFAULT false,
    problem_number  bigint REFERENCES problems,
    PRIMARY KEY (question_number, number),
    UNIQUE (question_number, code)
);

-- A survey is of one community, or of the whole region where none is named. A wave follows one other survey; the first follows none.
CREATE TABLE surveys (
    number          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region_id       bigint NOT NULL REFERENCES regions,
    community_id    bigint REFERENCES communities,
    title_uk        text COLLATE ukrainian NOT NULL CHECK (char_length(title_uk) BETWEEN 1 AND 500),
    title_en        text CHECK (char_length(title_en) BETWEEN 1 AND 500),
    description_uk  text CHECK (char_length(description_uk) BETWEEN 1 AND 5000),
    description_en  text CHECK (char_length(description_en) BETWEEN 1 AND 5000),
    wave            integer NOT NULL DEFAULT 1 CHECK (wave BETWEEN 1 AND 1000),
    previous_number bigint UNIQUE REFERENCES surveys,
    state           text NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'OPEN', 'CLOSED', 'PUBLISHED')),
    starts_on       date,
    ends_on         date,
    sampling        text NOT NULL DEFAULT 'SIMPLE_RANDOM' CHECK (sampling IN ('SIMPLE_RANDOM', 'STRATIFIED', 'OPT_IN')),
    online_sampling text NOT NULL DEFAULT 'OPT_IN' CHECK (online_sampling IN ('SIMPLE_RANDOM', 'STRATIFIED', 'OPT_IN')),
    stratum         text CHECK (stratum IN ('SEX', 'AGE', 'SETTLEMENT')),
    confidence      numeric(4, 3) NOT NULL DEFAULT 0.95 CHECK (confidence BETWEEN 0.8 AND 0.999),
    -- Along what answers may be broken down: SEX, or two crossed: SEX*AGE.
    breakdowns      text[] NOT NULL DEFAULT '{}',
    -- The public address of an online survey ends in this; null: it takes no answers there.
    link            text UNIQUE CHECK (link ~ '^[A-Za-z0-9_-]{20,}$'),
    keep_until      date,
    purged_at       timestamptz,
    demonstration   boolean NOT NULL DEFAULT false,
    search          text NOT NULL GENERATED ALWAYS AS (search_lines(title_uk, title_en)) STORED,
    version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    opened_at       timestamptz,
    closed_at       timestamptz,
    published_at    timestamptz,
    computed_at     timestamptz, -- the figures
    UNIQUE (number, region_id),
    CHECK (starts_on <= ends_on),
    CHECK ((sampling = 'STRATIFIED' OR online_sampling = 'STRATIFIED') <= (stratum IS NOT NULL)),
    CHECK ((state = 'DRAFT') = (opened_at IS NULL)),
    CHECK ((state IN ('CLOSED', 'PUBLISHED')) = (closed_at IS NOT NULL)),
    CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL))
);
CREATE INDEX surveys_by_community ON surveys (community_id, number);
CREATE INDEX surveys_by_region ON surveys (region_id, state, number);

CREATE TABLE survey_questions (
    survey_number   bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    question_number bigint NOT NULL REFERENCES questions,
    position        integer NOT NULL CHECK (position BETWEEN 1 AND 200),
    required        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (survey_number, question_number),
    UNIQUE (survey_number, position)
);
CREATE INDEX survey_questions_by_question ON survey_questions (question_number, survey_number);

-- The values of each variable in a survey, such as its age bands.
CREATE TABLE survey_categories (
    survey_number bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    variable      text NOT NULL CHECK (variable IN ('SEX', 'AGE', 'SETTLEMENT')),
    code          text NOT NULL CHECK (char_length(code) BETWEEN 1 AND 40),
    position      integer NOT NULL CHECK (position BETWEEN 1 AND 50),
    label_uk      text NOT NULL CHECK (char_length(label_uk) BETWEEN 1 AND 200),
    label_en      text CHECK (char_length(label_en) BETWEEN 1 AND 200),
    PRIMARY KEY (survey_number, variable, code),
    UNIQUE (survey_number, variable, position) DEFERRABLE -- checked when a statement ends, so that one can change the order
);

-- How many people a survey is about in a community, and how many of them are of each category where that is known.
CREATE TABLE survey_populations (
    survey_number bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    community_id  bigint NOT NULL REFERENCES communities,
    population    integer NOT NULL CHECK (population > 0),
    PRIMARY KEY (survey_number, community_id)
);
CREATE TABLE survey_margins (
    survey_number bigint NOT NULL,
    community_id  bigint NOT NULL,
    variable      text NOT NULL,
    category      text NOT NULL,
    population    integer NOT NULL CHECK (population >= 0),
    PRIMARY KEY (survey_number, community_id, variable, category),
    FOREIGN KEY (survey_number, community_id) REFERENCES survey_populations ON DELETE CASCADE,
    FOREIGN KEY (survey_number, variable, category) REFERENCES survey_categories ON DELETE CASCADE
);

-- Which column of a file is which question, as somebody confirmed it: kept for the next file, and for the next wave.
CREATE TABLE survey_mappings (
    survey_number bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    layout        text NOT NULL CHECK (layout <> ''),
    mapping       jsonb NOT NULL,
    saved_at      timestamptz NOT NULL,
    PRIMARY KEY (survey_number, layout)
);

-- What is told of a survey, computed from responses and stored. community_id null: the whole region. option_number null: of the question as
-- a whole. variable and category name the group; empty: everybody.
CREATE TABLE survey_figures (
    survey_number   bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    community_id    bigint REFERENCES communities,
    question_number bigint NOT NULL REFERENCES questions,
    option_number   integer,
    variable        text NOT NULL DEFAULT '',
    category        text NOT NULL DEFAULT '',
    weighted        boolean NOT NULL,
    n               integer CHECK (n >= 0),
    value           double precision,
    standard_error  double precision,
    effective_n     double precision,
    design_effect   double precision,
    margin          double precision,
    low             double precision,
    high            double precision,
    confidence      double precision NOT NULL,
    basis           text NOT NULL,
    -- lack: why there is no value, or no error of it: NO_RESPONDENTS, ONE_RESPONDENT, LONE_STRATUM … hidden: to protect people.
    hidden          boolean NOT NULL DEFAULT false,
    lack            text CHECK (lack <> ''),
    change          double precision,
    change_z        double precision,
    change_p        double precision,
    change_lack     text CHECK (change_lack <> ''),
    up_to           bigint NOT NULL, -- the number of the last response that it is of
    computed_at     timestamptz NOT NULL,
    CHECK (NOT hidden OR (value IS NULL AND standard_error IS NULL AND effective_n IS NULL AND design_effect IS NULL
        AND margin IS NULL AND low IS NULL AND high IS NULL AND change IS NULL AND change_z IS NULL AND change_p IS NULL))
);
CREATE UNIQUE INDEX survey_figures_key ON survey_figures
    (survey_number, question_number, community_id, variable, category, option_number, weighted) NULLS NOT DISTINCT;

-- How many responses the figures were computed from, by mode. community_id null: the whole region.
CREATE TABLE survey_counts (
    survey_number bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    community_id  bigint REFERENCES communities,
    mode          text NOT NULL CHECK (mode IN ('ONLINE', 'OFFLINE_PAPER', 'CAPI', 'PHONE')),
    responses     integer NOT NULL CHECK (responses > 0),
    hidden        boolean NOT NULL,
    up_to         bigint NOT NULL, -- the number of the last response that is counted
    computed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX survey_counts_key ON survey_counts (survey_number, community_id, mode) NULLS NOT DISTINCT;

-- How responses were weighted to the known population: those online, and all others together; DESIGN: by the sizes of strata alone. merged lists categories that went together,
-- since somebody was missing from them: AGE:18-29+30-44.
CREATE TABLE survey_weightings (
    survey_number bigint NOT NULL REFERENCES surveys ON DELETE CASCADE,
    community_id  bigint REFERENCES communities,
    online        boolean NOT NULL,
    method        text NOT NULL CHECK (method IN ('UNWEIGHTED', 'DESIGN', 'POSTSTRATIFIED', 'RAKED', 'RAKED_TRIMMED')),
    margins       text[] NOT NULL, -- by which they were weighted
    converged     boolean NOT NULL,
    rounds        integer NOT NULL CHECK (rounds >= 0),
    merged        text[] NOT NULL,
    trimmed       integer NOT NULL CHECK (trimmed >= 0),
    responses     integer NOT NULL CHECK (responses > 0),
    effective_n   double precision NOT NULL,
    hidden        boolean NOT NULL -- since so few are there
);
CREATE UNIQUE INDEX survey_weightings_key ON survey_weightings (survey_number, community_id, online) NULLS NOT DISTINCT;

-- What people answered stands apart, and is read by the code of the figures alone.
CREATE SCHEMA responses;

CREATE TABLE responses.batches (
    survey_number bigint NOT NULL REFERENCES public.surveys,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32),
    file_name     text NOT NULL,
    layout        text NOT NULL,
    responses     integer NOT NULL CHECK (responses >= 0),
    read_at       timestamptz NOT NULL,
    read_by       bigint REFERENCES public.users,
    PRIMARY KEY (survey_number, number),
    UNIQUE (survey_number, sha256)
);

-- One response. answers: by the number of the question {"o": [1, 3]} or {"n": 4.5}. Of the ids by which a collecting tool and the respondent
-- know it only digests are kept.
CREATE TABLE responses.responses (
    survey_number bigint NOT NULL,
    community_id  bigint NOT NULL REFERENCES public.communities,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    batch_number  bigint,
    mode          text NOT NULL CHECK (mode IN ('ONLINE', 'OFFLINE_PAPER', 'CAPI', 'PHONE')),
    answered_at   timestamptz NOT NULL,
    sex           text,
    age           text,
    settlement    text,
    external      bytea CHECK (octet_length(external) = 32),
    receipt       bytea CHECK (octet_length(receipt) = 32),
    answers       jsonb NOT NULL,
    PRIMARY KEY (community_id, survey_number, number),
    FOREIGN KEY (survey_number) REFERENCES public.surveys,
    FOREIGN KEY (survey_number, batch_number) REFERENCES responses.batches
);
CREATE UNIQUE INDEX responses_by_external ON responses.responses (survey_number, external) WHERE external IS NOT NULL;
CREATE UNIQUE INDEX responses_by_receipt ON responses.responses (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX responses_by_survey ON responses.responses (survey_number, community_id, number);

-- What people wrote in their own words stands apart from the rest of what they answered.
CREATE TABLE responses.texts (
    community_id    bigint NOT NULL,
    survey_number   bigint NOT NULL,
    response_number bigint NOT NULL,
    question_number bigint NOT NULL REFERENCES public.questions,
    text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 5000),
    PRIMARY KEY (community_id, survey_number, response_number, question_number),
    FOREIGN KEY (community_id, survey_number, response_number) REFERENCES responses.responses ON DELETE CASCADE
);

-- Files of responses are longer than others that are imported.
ALTER TABLE uploads DROP CONSTRAINT uploads_purpose_check;
ALTER TABLE uploads ADD CONSTRAINT uploads_purpose_check CHECK (purpose IN ('IMPORT', 'EVIDENCE', 'RESPONSES'));

-- +goose Down
DELETE FROM uploads WHERE purpose = 'RESPONSES';
ALTER TABLE uploads DROP CONSTRAINT uploads_purpose_check;
ALTER TABLE uploads ADD CONSTRAINT uploads_purpose_check CHECK (purpose IN ('IMPORT', 'EVIDENCE'));
DROP SCHEMA responses CASCADE;
DROP TABLE survey_weightings;
DROP TABLE survey_counts;
DROP TABLE survey_figures;
DROP TABLE survey_mappings;
DROP TABLE survey_margins;
DROP TABLE survey_populations;
DROP TABLE survey_categories;
DROP TABLE survey_questions;
DROP TABLE surveys;
DROP TABLE question_options;
DROP TABLE questions;
