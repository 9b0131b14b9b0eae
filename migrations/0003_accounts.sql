-- Who may come in, what they are, what keeps them signed in, and the log of what was done.

-- +goose Up
CREATE TABLE users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email         text NOT NULL CONSTRAINT users_email_key UNIQUE
        CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254 AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    name          text COLLATE ukrainian NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    password_hash text,
    demonstration boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL,
    disabled_at   timestamptz,
    search        text NOT NULL GENERATED ALWAYS AS (search_lines(email, name)) STORED
);
CREATE INDEX users_by_name ON users (name, id);
CREATE INDEX users_by_search ON users USING gin (search gin_trgm_ops);

-- A role somebody holds for a time. Staff serve one community, experts and observers one region.
CREATE TABLE memberships (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    role         text NOT NULL CHECK (role IN ('ADMIN', 'EXPERT', 'STAFF', 'OBSERVER')),
    grade        text CHECK (grade IN ('HEAD', 'EDITOR', 'VIEWER')),
    community_id bigint REFERENCES communities,
    region_id    bigint REFERENCES regions,
    since        timestamptz NOT NULL,
    until        timestamptz,
    CHECK (since <= until),
    CONSTRAINT memberships_place CHECK (CASE role
        WHEN 'ADMIN' THEN grade IS NULL AND community_id IS NULL AND region_id IS NULL
        WHEN 'STAFF' THEN grade IS NOT NULL AND community_id IS NOT NULL AND region_id IS NULL
        ELSE grade IS NULL AND community_id IS NULL AND region_id IS NOT NULL END)
);
CREATE INDEX memberships_by_user ON memberships (user_id, since);
CREATE INDEX memberships_by_community ON memberships (community_id, user_id);
CREATE INDEX memberships_by_region ON memberships (region_id, user_id);

-- One sign-in and all refreshes after it. Tokens and the session's name are kept as fingerprints only. The token before the
-- current one is kept, to tell two tabs that refresh at once from a stolen token.
CREATE TABLE sessions (
    id         bytea PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users,
    key        bytea NOT NULL,
    current    bytea NOT NULL,
    previous   bytea,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

-- Links that were sent to somebody's mailbox: good once.
CREATE TABLE account_links (
    fingerprint bytea PRIMARY KEY,
    user_id     bigint NOT NULL REFERENCES users,
    purpose     text NOT NULL CHECK (purpose IN ('INVITATION', 'PASSWORD_RESET')),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX account_links_by_user ON account_links (user_id, created_at);

-- What was done, or refused, by whom, from where, and what changed. Rows are only ever added.
CREATE TABLE audit_events (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at                timestamptz NOT NULL,
    actor_id          bigint REFERENCES users,
    actor_role        text NOT NULL CHECK (actor_role <> ''),
    action            text NOT NULL CHECK (action ~ '^[A-Z]+(_[A-Z]+)*$'),
    refused           boolean NOT NULL DEFAULT false,
    subject_type      text CHECK (subject_type <> ''),
    subject_community bigint,
    subject_number    bigint,
    before            jsonb,
    after             jsonb,
    address           text,
    request_id        text,
    CHECK ((subject_type IS NULL) = (subject_community IS NULL)),
    CHECK ((subject_type IS NULL) = (subject_number IS NULL))
);
CREATE INDEX audit_events_by_time ON audit_events (at, id);
CREATE INDEX audit_events_by_subject ON audit_events (subject_type, subject_community, subject_number, id);
CREATE INDEX audit_events_by_actor ON audit_events (actor_id, at, id);

-- +goose StatementBegin
CREATE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are only added' USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_events();

-- +goose Down
DROP TABLE audit_events;
DROP FUNCTION keep_audit_events();
DROP TABLE account_links;
DROP TABLE sessions;
DROP TABLE memberships;
DROP TABLE users;
