-- What people say to each other about goal trees, and which communities an expert looks after.

-- +goose Up
-- A comment on a node, or on the tree itself where no node is named. It hangs on the identity and not on a revision: the talk goes on
-- while the structure changes. An answer hangs beneath a first comment on the same thing; the last foreign key holds both, so that no
-- answer has answers. A deleted comment that has answers stays as an empty place, without its text.
CREATE TABLE comments (
    community_id  bigint NOT NULL,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    tree_number   bigint NOT NULL,
    node_number   bigint,
    level         text,
    subject       bigint NOT NULL GENERATED ALWAYS AS (coalesce(node_number, 0)) STORED,
    answers_to    bigint,
    first         boolean NOT NULL GENERATED ALWAYS AS (answers_to IS NULL) STORED,
    answers_first boolean GENERATED ALWAYS AS (CASE WHEN answers_to IS NOT NULL THEN true END) STORED,
    author_id     bigint NOT NULL REFERENCES users,
    text          text CHECK (char_length(text) BETWEEN 1 AND 5000),
    created_at    timestamptz NOT NULL,
    edited_at     timestamptz,
    deleted_at    timestamptz,
    resolved_at   timestamptz,
    resolved_by   bigint REFERENCES users,
    PRIMARY KEY (community_id, number),
    UNIQUE (community_id, subject, tree_number, number, first),
    FOREIGN KEY (community_id, tree_number) REFERENCES goal_trees (community_id, number),
    FOREIGN KEY (community_id, tree_number, node_number, level) REFERENCES tree_nodes (community_id, tree_number, number, level),
    CONSTRAINT comments_answers_fkey FOREIGN KEY (community_id, subject, tree_number, answers_to, answers_first)
        REFERENCES comments (community_id, subject, tree_number, number, first),
    CHECK ((node_number IS NULL) = (level IS NULL)),
    CHECK ((text IS NULL) = (deleted_at IS NOT NULL)),
    CHECK (deleted_at IS NULL OR answers_to IS NULL),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL)),
    CHECK (resolved_at IS NULL OR answers_to IS NULL)
);
CREATE INDEX comments_by_thread ON comments (community_id, answers_to, number) WHERE answers_to IS NOT NULL;

-- Who is meant to read a comment.
CREATE TABLE comment_mentions (
    community_id   bigint NOT NULL,
    comment_number bigint NOT NULL,
    user_id        bigint NOT NULL REFERENCES users,
    PRIMARY KEY (community_id, comment_number, user_id),
    FOREIGN KEY (community_id, comment_number) REFERENCES comments (community_id, number) ON DELETE CASCADE
);
CREATE INDEX comment_mentions_by_user ON comment_mentions (user_id, community_id, comment_number);

-- Which communities an expert looks after, for a time. It gives no rights: those come from memberships.
CREATE TABLE expert_assignments (
    community_id bigint NOT NULL REFERENCES communities,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    user_id      bigint NOT NULL REFERENCES users,
    since        timestamptz NOT NULL,
    until        timestamptz,
    PRIMARY KEY (community_id, number),
    CHECK (since <= until)
);
CREATE UNIQUE INDEX expert_assignments_once ON expert_assignments (community_id, user_id) WHERE until IS NULL;
CREATE INDEX expert_assignments_by_user ON expert_assignments (user_id, community_id);

-- +goose Down
DROP TABLE expert_assignments;
DROP TABLE comment_mentions;
DROP TABLE comments;
