-- The audit trail: rows are only ever inserted, by the one role that may.
CREATE SCHEMA audit;

-- One row per batch; the highest last_offset of a log is the consumer's position.
CREATE TABLE audit.batches (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  first_index       bigint NOT NULL,
  last_index        bigint NOT NULL,
  last_offset       bigint NOT NULL,
  appended_at       timestamptz NOT NULL,
  PRIMARY KEY (topic, topic_partition, first_index),
  UNIQUE (topic, topic_partition, last_offset),
  CHECK (last_index >= first_index)
);
CREATE TABLE audit.leaves (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  leaf_index        bigint NOT NULL,
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
CREATE INDEX leaves_correlation ON audit.leaves (correlation_id);
-- Complete subtree hashes above the leaves: level 1 covers 2 leaves, level n covers 2^n.
CREATE TABLE audit.nodes (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  level             smallint NOT NULL CHECK (level > 0),
  node_index        bigint NOT NULL,
  hash              bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (topic, topic_partition, level, node_index)
);
CREATE TABLE audit.checkpoints (
  origin            text NOT NULL,
  tree_size         bigint NOT NULL,
  root_hash         bytea NOT NULL CHECK (length(root_hash) = 32),
  note              text NOT NULL,                          -- signed note
  created_at        timestamptz NOT NULL,
  PRIMARY KEY (origin, tree_size)
);

GRANT USAGE ON SCHEMA audit TO qv_audit;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA audit TO qv_audit;
