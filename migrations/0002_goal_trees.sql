-- Goal trees in three parts. A node's identity carries what lives (status, progress, spending); a
-- revision is one state of a tree's structure; a placement is where and what a node is in one revision.

-- +goose Up
CREATE TABLE categories (
    code     text PRIMARY KEY CHECK (code ~ '^[A-Z]+(_[A-Z]+)*$'),
    kind     text NOT NULL CHECK (kind IN ('SOFT', 'HARD')),
    name_uk  text COLLATE ukrainian NOT NULL CHECK (name_uk <> ''),
    name_en  text CHECK (name_en <> ''),
    position integer NOT NULL,
    UNIQUE (code, kind)
);
CREATE INDEX categories_by_position ON categories (position, code);
INSERT INTO categories (code, kind, name_uk, name_en, position) VALUES
    ('TRAINING', 'SOFT', 'Навчання', 'Training', 1),
    ('POLICY', 'SOFT', 'Політики та регулювання', 'Policy and regulation', 2),
    ('ORGANISATION', 'SOFT', 'Організаційні зміни', 'Organisation', 3),
    ('SERVICE', 'SOFT', 'Послуги', 'Service', 4),
    ('COMMUNICATION', 'SOFT', 'Комунікація', 'Communication', 5),
    ('DATA_PROTECTION', 'SOFT', 'Захист даних', 'Data protection', 6),
    ('NETWORK', 'HARD', 'Мережі', 'Network', 7),
    ('EQUIPMENT', 'HARD', 'Обладнання', 'Equipment', 8),
    ('SOFTWARE', 'HARD', 'Програмне забезпечення', 'Software', 9),
    ('PREMISES', 'HARD', 'Приміщення', 'Premises', 10),
    ('DATA_CENTRE', 'HARD', 'Центр обробки даних', 'Data centre', 11),
    ('CYBERSECURITY', 'HARD', 'Кібербезпека', 'Cybersecurity', 12);

CREATE TABLE goal_trees (
    community_id       bigint NOT NULL REFERENCES communities,
    number             bigint GENERATED ALWAYS AS IDENTITY,
    kind               text NOT NULL CHECK (kind IN ('DIGITAL', 'DEVELOPMENT_STRATEGY')),
    period_start       integer CHECK (period_start BETWEEN 1991 AND 2100),
    period_end         integer CHECK (period_end BETWEEN 1991 AND 2100),
    source_title       text CHECK (source_title <> ''),
    source_url         text CHECK (source_url ~ '^https?://'),
    demonstration      boolean NOT NULL DEFAULT false,
    published_revision bigint,
    working_revision   bigint,
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (community_id, number),
    CONSTRAINT goal_trees_one_a_period UNIQUE NULLS NOT DISTINCT (community_id, kind, period_start, period_end),
    CHECK ((period_start IS NULL) = (period_end IS NULL)),
    CHECK (period_start <= period_end)
);

CREATE TABLE goal_tree_revisions (
    community_id    bigint NOT NULL,
    number          bigint GENERATED ALWAYS AS IDENTITY,
    tree_number     bigint NOT NULL,
    sequence        integer NOT NULL CHECK (sequence > 0),
    state           text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'ENDORSED', 'ADOPTED')),
    created_at      timestamptz NOT NULL,
    published_at    timestamptz,
    decision_number text,
    decision_on     date,
    decision_url    text CHECK (decision_url ~ '^https?://'),
    PRIMARY KEY (community_id, number),
    UNIQUE (community_id, tree_number, number),
    UNIQUE (community_id, tree_number, sequence),
    FOREIGN KEY (community_id, tree_number) REFERENCES goal_trees (community_id, number),
    CHECK ((state IN ('ENDORSED', 'ADOPTED')) = (published_at IS NOT NULL))
);

ALTER TABLE goal_trees
    ADD CONSTRAINT goal_trees_published_fkey FOREIGN KEY (community_id, number, published_revision)
        REFERENCES goal_tree_revisions (community_id, tree_number, number),
    ADD CONSTRAINT goal_trees_working_fkey FOREIGN KEY (community_id, number, working_revision)
        REFERENCES goal_tree_revisions (community_id, tree_number, number);

-- One table for the three levels: a roll-up reads them in one statement and a move is one update.
-- status null: nobody has reported. reported_on is the as-of date of the report that is current.
CREATE TABLE tree_nodes (
    community_id    bigint NOT NULL,
    number          bigint GENERATED ALWAYS AS IDENTITY,
    tree_number     bigint NOT NULL,
    level           text NOT NULL CHECK (level IN ('GOAL', 'SUBGOAL', 'COMPONENT')),
    responsible     text CHECK (responsible <> ''),
    status          text CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'SUSPENDED', 'DONE', 'CANCELLED')),
    percent         numeric(5, 2) CHECK (percent BETWEEN 0 AND 100),
    override_reason text CHECK (override_reason <> ''),
    reported_on     date,
    finished_on     date,
    version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (community_id, number),
    UNIQUE (community_id, tree_number, number, level),
    FOREIGN KEY (community_id, tree_number) REFERENCES goal_trees (community_id, number),
    CHECK ((status IS NULL) = (reported_on IS NULL)),
    CHECK (percent IS NULL OR status IS NOT NULL),
    CHECK (percent IS DISTINCT FROM 100 OR status = 'DONE'),
    CHECK (status <> 'DONE' OR percent IS NULL OR percent = 100),
    CHECK (status <> 'PLANNED' OR percent IS NULL OR percent = 0),
    CHECK (override_reason IS NULL OR (level <> 'COMPONENT' AND percent IS NOT NULL)),
    CHECK ((finished_on IS NOT NULL) = (status IS NOT DISTINCT FROM 'DONE'))
);

-- parent_level is here so that foreign key and CHECK together hold the order of levels: a level is
-- always under a higher one, so no sequence of moves, however concurrent, can close a cycle.
CREATE TABLE placements (
    community_id    bigint NOT NULL,
    revision_number bigint NOT NULL,
    node_number     bigint NOT NULL,
    tree_number     bigint NOT NULL,
    level           text NOT NULL,
    parent_number   bigint,
    parent_level    text,
    position        integer NOT NULL CHECK (position > 0),
    code            text CHECK (code <> '' AND char_length(code) <= 40),
    title           text COLLATE ukrainian NOT NULL CHECK (char_length(title) BETWEEN 1 AND 2000),
    description     text CHECK (char_length(description) BETWEEN 1 AND 20000),
    placeholder     boolean NOT NULL DEFAULT false,
    priority        text CHECK (priority IN ('LOW', 'MEDIUM', 'HIGH')),
    weight          numeric(9, 4) NOT NULL DEFAULT 1 CHECK (weight > 0),
    start_date      date,
    due_date        date,
    kind            text,
    category_code   text,
    expected_result text CHECK (expected_result <> ''),
    customer        text CHECK (customer <> ''),
    executor        text CHECK (executor <> ''),
    search          text NOT NULL GENERATED ALWAYS AS (
        search_key(coalesce(code, '') || ' ' || title || ' ' || coalesce(description, ''))) STORED,
    PRIMARY KEY (community_id, revision_number, node_number),
    UNIQUE (community_id, revision_number, node_number, level),
    FOREIGN KEY (community_id, tree_number, revision_number)
        REFERENCES goal_tree_revisions (community_id, tree_number, number),
    FOREIGN KEY (community_id, tree_number, node_number, level)
        REFERENCES tree_nodes (community_id, tree_number, number, level),
    CONSTRAINT placements_parent_fkey FOREIGN KEY (community_id, revision_number, parent_number, parent_level)
        REFERENCES placements (community_id, revision_number, node_number, level)
        DEFERRABLE INITIALLY IMMEDIATE,
    FOREIGN KEY (category_code, kind) REFERENCES categories (code, kind),
    CONSTRAINT placements_levels CHECK (CASE level
        WHEN 'GOAL' THEN parent_number IS NULL AND parent_level IS NULL
        WHEN 'SUBGOAL' THEN parent_number IS NOT NULL AND parent_level IS NOT DISTINCT FROM 'GOAL'
        WHEN 'COMPONENT' THEN parent_number IS NOT NULL AND coalesce(parent_level, '') IN ('GOAL', 'SUBGOAL')
        ELSE false END),
    CHECK (start_date <= due_date),
    CHECK (kind IN ('SOFT', 'HARD')),
    CHECK (category_code IS NULL OR kind IS NOT NULL),
    CHECK (NOT placeholder OR level = 'GOAL'),
    CHECK (level = 'COMPONENT'
        OR (kind IS NULL AND expected_result IS NULL AND customer IS NULL AND executor IS NULL))
);
CREATE INDEX placements_by_parent
    ON placements (community_id, revision_number, parent_number, level, position, node_number);
CREATE INDEX placements_by_level ON placements (community_id, revision_number, level, position, node_number);
CREATE INDEX placements_by_node ON placements (community_id, node_number, revision_number);
CREATE INDEX placements_by_title ON placements (level, title, community_id, node_number);
CREATE INDEX placements_by_due ON placements (level, due_date, community_id, node_number);
CREATE INDEX placements_by_category ON placements (category_code, kind);
CREATE INDEX placements_by_search ON placements USING gin (search gin_trgm_ops);

CREATE TABLE planned_costs (
    community_id    bigint NOT NULL,
    revision_number bigint NOT NULL,
    node_number     bigint NOT NULL,
    level           text NOT NULL DEFAULT 'COMPONENT' CHECK (level = 'COMPONENT'),
    year            integer NOT NULL CHECK (year BETWEEN 1991 AND 2100),
    fund_source     text NOT NULL CHECK (fund_source IN ('STATE', 'OBLAST', 'LOCAL', 'DONOR', 'OTHER')),
    expense_kind    text NOT NULL CHECK (expense_kind IN ('CAPITAL', 'CURRENT')),
    amount          numeric(14, 2) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (community_id, revision_number, node_number, year, fund_source, expense_kind),
    FOREIGN KEY (community_id, revision_number, node_number, level)
        REFERENCES placements (community_id, revision_number, node_number, level) ON DELETE CASCADE
);

-- The journal behind a node's progress. The row with the latest as_of is current, and is copied to
-- the node; earlier ones answer what was known on a day.
CREATE TABLE progress_reports (
    community_id    bigint NOT NULL,
    node_number     bigint NOT NULL,
    number          bigint GENERATED ALWAYS AS IDENTITY,
    as_of           date NOT NULL,
    status          text NOT NULL CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'SUSPENDED', 'DONE', 'CANCELLED')),
    percent         numeric(5, 2) CHECK (percent BETWEEN 0 AND 100),
    override_reason text CHECK (override_reason <> '' AND percent IS NOT NULL),
    note            text CHECK (note <> ''),
    reported_at     timestamptz NOT NULL,
    PRIMARY KEY (community_id, node_number, number),
    FOREIGN KEY (community_id, node_number) REFERENCES tree_nodes (community_id, number),
    CHECK (percent IS DISTINCT FROM 100 OR status = 'DONE'),
    CHECK (status <> 'DONE' OR percent IS NULL OR percent = 100),
    CHECK (status <> 'PLANNED' OR percent IS NULL OR percent = 0)
);
CREATE INDEX progress_reports_by_day ON progress_reports (community_id, node_number, as_of DESC, number DESC);

CREATE TABLE spending_entries (
    community_id bigint NOT NULL,
    node_number  bigint NOT NULL,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    spent_on     date NOT NULL,
    fund_source  text NOT NULL CHECK (fund_source IN ('STATE', 'OBLAST', 'LOCAL', 'DONOR', 'OTHER')),
    amount       numeric(14, 2) NOT NULL CHECK (amount > 0),
    note         text CHECK (note <> ''),
    PRIMARY KEY (community_id, node_number, number),
    FOREIGN KEY (community_id, node_number) REFERENCES tree_nodes (community_id, number)
);

CREATE TABLE evidence_links (
    community_id bigint NOT NULL,
    node_number  bigint NOT NULL,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    url          text NOT NULL CHECK (url ~ '^https?://' AND char_length(url) <= 2000),
    title        text NOT NULL CHECK (title <> ''),
    PRIMARY KEY (community_id, node_number, number),
    FOREIGN KEY (community_id, node_number) REFERENCES tree_nodes (community_id, number)
);

-- +goose Down
DROP TABLE evidence_links;
DROP TABLE spending_entries;
DROP TABLE progress_reports;
DROP TABLE planned_costs;
DROP TABLE placements;
DROP TABLE tree_nodes;
ALTER TABLE goal_trees
    DROP CONSTRAINT goal_trees_published_fkey,
    DROP CONSTRAINT goal_trees_working_fkey;
DROP TABLE goal_tree_revisions;
DROP TABLE goal_trees;
DROP TABLE categories;
