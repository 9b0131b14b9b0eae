-- The problems of communities: a list for each region, which of them a community has and how badly, and which goals answer them.

-- +goose Up
-- What the programme begins with, in every region that has no list of its own yet. Regions to come get it with their registry.
CREATE TABLE standard_problems (
    code           text PRIMARY KEY,
    name_uk        text NOT NULL,
    name_en        text NOT NULL,
    description_uk text NOT NULL,
    description_en text NOT NULL,
    position       integer NOT NULL
);
INSERT INTO standard_problems (code, name_uk, name_en, description_uk, description_en, position) VALUES
    ('FAST_INTERNET', 'Брак швидкого інтернету', 'Lack of fast internet',
     'Мешканці або заклади громади не мають доступу до швидкого й стабільного інтернету.',
     'Residents or institutions of the community have no fast and reliable internet.', 1),
    ('TECHNICAL_MEANS', 'Нестача технічних засобів', 'Missing technical means',
     'Бракує комп''ютерів, смартфонів та іншої техніки, або вона застаріла.',
     'Computers, smartphones and other equipment are missing or out of date.', 2),
    ('DIGITAL_LITERACY', 'Низька цифрова грамотність', 'Low digital literacy',
     'Мешканцям або працівникам бракує навичок, щоб користуватися цифровими послугами.',
     'Residents or staff lack the skills to use digital services.', 3),
    ('TRUST', 'Недовіра до онлайн-послуг через захист персональних даних', 'Distrust of online services over personal data',
     'Мешканці не користуються онлайн-послугами, бо побоюються за свої персональні дані.',
     'Residents do not use online services, since they fear for their personal data.', 4);

-- A problem that was merged stays, and says into which one. The last foreign key lets nothing be merged into what is merged itself: so
-- everything is one step away from what it counts for, in the same region, and no order of merges, however concurrent, closes a cycle.
CREATE TABLE problems (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region_id      bigint NOT NULL REFERENCES regions,
    code           text NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$' AND char_length(code) <= 40),
    name_uk        text COLLATE ukrainian NOT NULL CHECK (char_length(name_uk) BETWEEN 1 AND 200),
    name_en        text CHECK (char_length(name_en) BETWEEN 1 AND 200),
    description_uk text CHECK (char_length(description_uk) BETWEEN 1 AND 5000),
    description_en text CHECK (char_length(description_en) BETWEEN 1 AND 5000),
    position       integer NOT NULL CHECK (position > 0),
    version        integer NOT NULL DEFAULT 1 CHECK (version > 0),
    merged_into    bigint,
    merged         boolean NOT NULL GENERATED ALWAYS AS (merged_into IS NOT NULL) STORED,
    into_merged    boolean GENERATED ALWAYS AS (CASE WHEN merged_into IS NOT NULL THEN false END) STORED,
    CONSTRAINT problems_code_key UNIQUE (region_id, code),
    UNIQUE (region_id, id, merged),
    CONSTRAINT problems_merged_fkey FOREIGN KEY (region_id, merged_into, into_merged) REFERENCES problems (region_id, id, merged)
);
CREATE INDEX problems_by_position ON problems (region_id, position, id);
CREATE INDEX problems_by_merged ON problems (merged_into) WHERE merged_into IS NOT NULL;
INSERT INTO problems (region_id, code, name_uk, name_en, description_uk, description_en, position)
    SELECT r.id, s.code, s.name_uk, s.name_en, s.description_uk, s.description_en, s.position
    FROM regions r CROSS JOIN standard_problems s ORDER BY r.id, s.position;

-- Which problems a community has. Nobody is named where a command of the program wrote it.
CREATE TABLE community_problems (
    community_id bigint NOT NULL REFERENCES communities,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    problem_id   bigint NOT NULL REFERENCES problems,
    severity     integer NOT NULL CHECK (severity BETWEEN 1 AND 5),
    note         text CHECK (char_length(note) BETWEEN 1 AND 5000),
    version      integer NOT NULL DEFAULT 1 CHECK (version > 0),
    updated_at   timestamptz NOT NULL,
    updated_by   bigint REFERENCES users,
    PRIMARY KEY (community_id, number),
    CONSTRAINT community_problems_once UNIQUE (community_id, problem_id)
);
CREATE INDEX community_problems_by_problem ON community_problems (problem_id, community_id);

-- From where this is known. A survey figure will be named by its survey and question, when there are surveys to name.
CREATE TABLE community_problem_evidence (
    community_id    bigint NOT NULL,
    problem_number  bigint NOT NULL,
    number          bigint GENERATED ALWAYS AS IDENTITY,
    kind            text NOT NULL CHECK (kind IN ('SURVEY_FIGURE', 'EXPERT', 'STAFF')),
    text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 2000),
    url             text CHECK (url ~ '^https?://' AND char_length(url) <= 2000),
    survey_number   bigint,
    question_number bigint,
    added_at        timestamptz NOT NULL,
    added_by        bigint REFERENCES users,
    PRIMARY KEY (community_id, problem_number, number),
    FOREIGN KEY (community_id, problem_number) REFERENCES community_problems (community_id, number) ON DELETE CASCADE,
    CHECK (survey_number IS NULL OR kind = 'SURVEY_FIGURE'),
    CHECK (question_number IS NULL OR survey_number IS NOT NULL)
);

-- Which problems a goal answers, as one revision says. Frozen revisions keep naming what was merged since: whoever reads follows it.
CREATE TABLE goal_problems (
    community_id    bigint NOT NULL,
    revision_number bigint NOT NULL,
    node_number     bigint NOT NULL,
    level           text NOT NULL DEFAULT 'GOAL' CHECK (level = 'GOAL'),
    problem_id      bigint NOT NULL REFERENCES problems,
    PRIMARY KEY (community_id, revision_number, node_number, problem_id),
    FOREIGN KEY (community_id, revision_number, node_number, level)
        REFERENCES placements (community_id, revision_number, node_number, level) ON DELETE CASCADE
);
CREATE INDEX goal_problems_by_problem ON goal_problems (problem_id, community_id, revision_number);
CREATE TRIGGER goal_problems_stay BEFORE UPDATE OR DELETE ON goal_problems
    FOR EACH ROW EXECUTE FUNCTION keep_frozen_revisions();

-- +goose Down
DROP TABLE goal_problems;
DROP TABLE community_problem_evidence;
DROP TABLE community_problems;
DROP TABLE problems;
DROP TABLE standard_problems;
