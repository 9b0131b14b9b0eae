-- Files that people send, and files that show the work on components.

-- +goose Up
-- A staged upload: announced, then sent once by whoever announced it, then used by a change, and dropped when its time is over. Bytes are
-- here and not on a disk, since any replica may be asked next. EXTERNAL: such files are packed already, and packing them again is waste.
CREATE TABLE uploads (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users,
    purpose      text NOT NULL CHECK (purpose IN ('IMPORT', 'EVIDENCE')),
    file_name    text NOT NULL CHECK (char_length(file_name) BETWEEN 1 AND 255),
    size         bigint NOT NULL CHECK (size > 0),
    fingerprint  bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    content_type text CHECK (content_type <> ''),
    sha256       bytea CHECK (octet_length(sha256) = 32),
    content      bytea,
    CHECK ((content IS NULL) = (sha256 IS NULL)),
    CHECK ((content IS NULL) = (content_type IS NULL)),
    CHECK (content IS NULL OR octet_length(content) = size)
);
ALTER TABLE uploads ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX uploads_by_user ON uploads (user_id);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

-- A file that shows the work hangs on the identity, as spending does: it is of no revision.
CREATE TABLE evidence_files (
    community_id bigint NOT NULL,
    node_number  bigint NOT NULL,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 500),
    file_name    text NOT NULL CHECK (char_length(file_name) BETWEEN 1 AND 255),
    content_type text NOT NULL CHECK (content_type <> ''),
    size         bigint NOT NULL CHECK (size > 0),
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
    content      bytea NOT NULL,
    added_at     timestamptz NOT NULL,
    added_by     bigint REFERENCES users,
    PRIMARY KEY (community_id, node_number, number),
    UNIQUE (community_id, number),
    FOREIGN KEY (community_id, node_number) REFERENCES tree_nodes (community_id, number),
    CHECK (octet_length(content) = size)
);
ALTER TABLE evidence_files ALTER COLUMN content SET STORAGE EXTERNAL;

-- +goose Down
DROP TABLE evidence_files;
DROP TABLE uploads;
