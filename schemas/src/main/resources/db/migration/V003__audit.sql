-- The audit trail: rows are only ever inserted, by the one role that may. One log per source topic and
-- partition; the log heads/0 holds the checkpoint bodies of all others.
CREATE SCHEMA audit;

-- One row per batch; the highest last_offset of a log is the consumer's position. A batch must follow the
-- one before it: a writer with an old head, or a database restored under a running writer, is refused here.
CREATE TABLE audit.batches (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  first_index       bigint NOT NULL CHECK (first_index >= 0),
  last_index        bigint NOT NULL,
  last_offset       bigint NOT NULL,
  appended_at       timestamptz NOT NULL DEFAULT now(),
  previous_index    bigint GENERATED ALWAYS AS (NULLIF(first_index, 0) - 1) STORED,
  PRIMARY KEY (topic, topic_partition, first_index),
  UNIQUE (topic, topic_partition, last_index),
  UNIQUE (topic, topic_partition, last_offset),
  FOREIGN KEY (topic, topic_partition, previous_index) REFERENCES audit.batches (topic, topic_partition, last_index),
  CHECK (last_index >= first_index)
);
-- The columns between record_offset and leaf are for queries; the leaf is the authority.
CREATE TABLE audit.leaves (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  leaf_index        bigint NOT NULL CHECK (leaf_index >= 0),
  record_offset     bigint NOT NULL,
  correlation_id    uuid,
  owner             text,
  bot_id            uuid,
  occurred_at       timestamptz,
  leaf              bytea NOT NULL,
  leaf_hash         bytea NOT NULL CHECK (length(leaf_hash) = 32),
  PRIMARY KEY (topic, topic_partition, leaf_index),
  UNIQUE (topic, topic_partition, record_offset)
);
CREATE INDEX leaves_correlation ON audit.leaves (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX leaves_owner ON audit.leaves (owner, occurred_at) WHERE owner IS NOT NULL;
CREATE INDEX leaves_bot ON audit.leaves (bot_id, occurred_at) WHERE bot_id IS NOT NULL;
-- Complete subtree hashes above the leaves: level 1 covers 2 leaves, level n covers 2^n.
CREATE TABLE audit.nodes (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  level             smallint NOT NULL CHECK (level > 0),
  node_index        bigint NOT NULL CHECK (node_index >= 0),
  hash              bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (topic, topic_partition, level, node_index)
);
CREATE TABLE audit.checkpoints (
  origin            text NOT NULL,
  tree_size         bigint NOT NULL CHECK (tree_size > 0),
  root_hash         bytea NOT NULL CHECK (length(root_hash) = 32),
  note              text NOT NULL,                          -- signed note
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, tree_size)
);

GRANT USAGE ON SCHEMA audit TO qv_audit;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA audit TO qv_audit;
