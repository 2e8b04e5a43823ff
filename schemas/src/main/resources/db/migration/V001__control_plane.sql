-- Owners, keys, wallets, bots, grants, stops, and the outbox that carries state to Kafka.
-- Everything here belongs to the migrating role; services get the rights below and no more.
CREATE SCHEMA control;

CREATE TABLE control.owners (
  address           text PRIMARY KEY,                       -- Base58 owner wallet
  public_key        bytea NOT NULL UNIQUE CHECK (length(public_key) = 32),
  salt              bytea NOT NULL CHECK (length(salt) = 32),
  umk_version       integer NOT NULL DEFAULT 1,
  security_version  integer NOT NULL DEFAULT 2,
  created_at        timestamptz NOT NULL
);

CREATE TABLE control.key_slots (
  slot_id           uuid PRIMARY KEY,
  owner             text NOT NULL REFERENCES control.owners ON DELETE CASCADE,
  kind              smallint NOT NULL CHECK (kind IN (1, 2, 3)),
  version           integer NOT NULL,
  umk_version       integer NOT NULL DEFAULT 1,
  template_version  integer,                                -- K's frozen template; null for recovery codes
  domain            text,
  key_salt          bytea CHECK (length(key_salt) = 32),    -- K's own salt
  wrapped_umk       bytea NOT NULL,                         -- type 1, sealed by the slot key, then by KMS control
  check_value       bytea NOT NULL CHECK (length(check_value) = 32),
  created_at        timestamptz NOT NULL,
  last_used_at      timestamptz
);
CREATE INDEX key_slots_owner ON control.key_slots (owner);

-- A's exact bytes live only until the exchange ends or expires.
CREATE TABLE control.auth_challenges (
  challenge_id      uuid PRIMARY KEY,
  nonce_sha256      bytea NOT NULL UNIQUE,
  purpose           text NOT NULL,
  wallet            text NOT NULL,
  domain            text NOT NULL,                          -- host and port inside the text
  text_bytes        bytea NOT NULL,
  bound             jsonb NOT NULL,                         -- what the purpose binds, public
  session_id        uuid,                                   -- the session it was asked in; null for enrol and sign-in
  client_hash       bytea NOT NULL,                         -- keyed hash of the client's address, for limits
  authorised_at     timestamptz,
  signature         bytea CHECK (length(signature) = 64),
  expires_at        timestamptz NOT NULL,
  created_at        timestamptz NOT NULL,
  CHECK ((authorised_at IS NULL) = (signature IS NULL))
);
CREATE INDEX auth_challenges_client ON control.auth_challenges (client_hash);
CREATE INDEX auth_challenges_expiry ON control.auth_challenges (expires_at);

CREATE TABLE control.auth_nonces (
  nonce_sha256      bytea PRIMARY KEY CHECK (length(nonce_sha256) = 32),
  purpose           text NOT NULL,
  wallet            text NOT NULL,
  expires_at        timestamptz NOT NULL,
  used_at           timestamptz
);
CREATE INDEX auth_nonces_expiry ON control.auth_nonces (expires_at);

-- One row per limited operation of an owner, counted over a sliding window.
CREATE TABLE control.purpose_uses (
  owner             text NOT NULL,
  purpose           text NOT NULL,
  subject           text NOT NULL,                          -- the bot or agent wallet it was used on
  used_at           timestamptz NOT NULL
);
CREATE INDEX purpose_uses_subject ON control.purpose_uses (owner, purpose, subject, used_at);

-- Refused attempts per client, by keyed hash of its address.
CREATE TABLE control.client_failures (
  client_hash       bytea NOT NULL,
  failed_at         timestamptz NOT NULL
);
CREATE INDEX client_failures_client ON control.client_failures (client_hash, failed_at);

-- Keys of the keyed hashes: a plain hash of an address is reversed in minutes.
CREATE TABLE control.pseudonym_keys (
  key_id            uuid PRIMARY KEY,
  wrapped_key       bytea NOT NULL,                         -- type 8, KMS control
  created_at        timestamptz NOT NULL
);

CREATE TABLE control.sessions (
  session_id        uuid PRIMARY KEY,
  secret_sha256     bytea NOT NULL UNIQUE CHECK (length(secret_sha256) = 32),
  csrf_sha256       bytea NOT NULL CHECK (length(csrf_sha256) = 32),
  owner             text NOT NULL REFERENCES control.owners ON DELETE CASCADE,
  created_at        timestamptz NOT NULL,
  last_seen_at      timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  revoked_at        timestamptz
);

CREATE TABLE control.agent_wallets (
  address           text PRIMARY KEY,
  public_key        bytea NOT NULL UNIQUE CHECK (length(public_key) = 32),
  owner             text NOT NULL REFERENCES control.owners,
  signing_mode      smallint NOT NULL CHECK (signing_mode IN (1, 2, 3)),
  cluster           text NOT NULL,
  sealed_entropy    bytea,                                  -- type 3
  sealed_seed       bytea,                                  -- type 4
  state_version     bigint NOT NULL DEFAULT 0,
  mnemonic_reveals  integer NOT NULL DEFAULT 0,
  total_executions  bigint NOT NULL DEFAULT 0,
  last_execution_at timestamptz,
  deleted_at        timestamptz,
  created_at        timestamptz NOT NULL
);
CREATE INDEX agent_wallets_owner ON control.agent_wallets (owner);

-- Rows that exist only to be locked: see the locking rule in docs/architecture.md.
CREATE TABLE control.wallet_lock (
  agent_wallet      text PRIMARY KEY REFERENCES control.agent_wallets ON DELETE CASCADE,
  lock_epoch        bigint NOT NULL DEFAULT 0
);
CREATE TABLE control.platform_lock (
  id                smallint PRIMARY KEY CHECK (id = 1),
  lock_epoch        bigint NOT NULL DEFAULT 0
);
INSERT INTO control.platform_lock (id) VALUES (1);
CREATE TABLE control.platform_state (
  id                smallint PRIMARY KEY CHECK (id = 1),
  state_version     bigint NOT NULL DEFAULT 0,
  frozen            boolean NOT NULL DEFAULT false,
  reason            text NOT NULL DEFAULT ''
);
INSERT INTO control.platform_state (id) VALUES (1);

CREATE TABLE control.bots (
  bot_id            uuid PRIMARY KEY,
  agent_wallet      text NOT NULL REFERENCES control.agent_wallets,
  owner             text NOT NULL REFERENCES control.owners,
  name              text NOT NULL,
  venue             text NOT NULL,
  trading_account   text NOT NULL,
  trading_authority text NOT NULL,
  sub_account       integer NOT NULL CHECK (sub_account BETWEEN 0 AND 65535),
  next_grant_sequence bigint NOT NULL DEFAULT 1,
  highest_ended_grant_sequence bigint NOT NULL DEFAULT 0,
  deleted_at        timestamptz,
  created_at        timestamptz NOT NULL
);
CREATE INDEX bots_wallet ON control.bots (agent_wallet);
-- A venue account belongs to one bot at a time.
CREATE UNIQUE INDEX bots_one_per_account ON control.bots (trading_account) WHERE deleted_at IS NULL;

CREATE TABLE control.policies (
  bot_id            uuid NOT NULL REFERENCES control.bots,
  version           bigint NOT NULL,
  policy            bytea NOT NULL,                         -- canonical JSON: the authority
  policy_sha256     bytea NOT NULL CHECK (length(policy_sha256) = 32),
  created_at        timestamptz NOT NULL,
  PRIMARY KEY (bot_id, version)
);

CREATE TABLE control.webhooks (
  webhook_id        uuid PRIMARY KEY,
  bot_id            uuid NOT NULL REFERENCES control.bots,
  owner             text NOT NULL,
  kind              smallint NOT NULL CHECK (kind IN (1, 2)),
  token_sha256      bytea NOT NULL UNIQUE CHECK (length(token_sha256) = 32),
  source_networks   text[] NOT NULL DEFAULT '{}',
  wrapped_secret    bytea,                                  -- type 6
  deleted_at        timestamptz,
  created_at        timestamptz NOT NULL
);

CREATE TABLE control.grants (
  grant_id          uuid PRIMARY KEY,                       -- equals the challenge id
  bot_id            uuid NOT NULL REFERENCES control.bots,
  agent_wallet      text NOT NULL REFERENCES control.agent_wallets,
  grant_sequence    bigint NOT NULL,
  policy_version    bigint NOT NULL,
  policy            bytea NOT NULL,
  policy_sha256     bytea NOT NULL CHECK (length(policy_sha256) = 32),
  policy_mac        bytea NOT NULL CHECK (length(policy_mac) = 32),
  wrapped_ek        bytea,                                  -- type 5; set to null the moment the grant ends
  signed_text       bytea NOT NULL,
  owner_signature   bytea NOT NULL CHECK (length(owner_signature) = 64),
  starts_at         timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  ended_at          timestamptz,
  UNIQUE (bot_id, grant_sequence),
  CHECK (ended_at IS NULL OR wrapped_ek IS NULL)
);
CREATE UNIQUE INDEX grants_one_live ON control.grants (bot_id) WHERE ended_at IS NULL;

CREATE TABLE control.stops (
  stop_id           uuid PRIMARY KEY,
  agent_wallet      text NOT NULL REFERENCES control.agent_wallets,
  scope             smallint NOT NULL CHECK (scope IN (1, 2, 3)),
  bot_id            uuid REFERENCES control.bots,
  kind              smallint NOT NULL CHECK (kind IN (1, 2, 3)),
  origin            smallint NOT NULL CHECK (origin IN (1, 2, 3, 4)),
  reason            text NOT NULL DEFAULT '',
  created_at        timestamptz NOT NULL,
  resumed_at        timestamptz,
  resume_text       bytea,
  resume_signature  bytea,
  CHECK ((scope = 1) = (bot_id IS NOT NULL))
);
CREATE INDEX stops_wallet ON control.stops (agent_wallet) WHERE resumed_at IS NULL;

-- What owners see of their own trades, filled from executions-v1 and rejections-v1.
CREATE TABLE control.activity (
  owner             text NOT NULL,
  bot_id            uuid,
  signal_id         uuid,
  event_id          uuid PRIMARY KEY,
  occurred_at       timestamptz NOT NULL,
  topic             text NOT NULL,
  kind              text NOT NULL,
  summary           jsonb NOT NULL
);
CREATE INDEX activity_owner ON control.activity (owner, occurred_at DESC);

-- Debezium reads inserts from the log; rows are removed at once, the log keeps them until sent.
CREATE TABLE control.outbox (
  id                uuid PRIMARY KEY,
  topic             text NOT NULL,
  record_key        text NOT NULL,
  payload           bytea,                                  -- null makes a tombstone
  created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE PUBLICATION quantumvault_outbox FOR TABLE control.outbox WITH (publish = 'insert');

-- The signer's only window: live grants with their material, stops, and the global flag.
CREATE VIEW control.signer_material AS
SELECT w.address AS agent_wallet, w.public_key AS agent_public_key, w.owner, o.public_key AS owner_public_key,
       o.salt AS owner_salt, w.signing_mode, w.cluster, w.state_version, w.sealed_seed,
       b.bot_id, b.venue, b.trading_account, b.trading_authority, b.sub_account, b.highest_ended_grant_sequence,
       g.grant_id, g.grant_sequence, g.policy_version, g.policy, g.policy_sha256, g.policy_mac, g.wrapped_ek,
       g.signed_text, g.owner_signature, g.starts_at, g.expires_at
FROM control.bots b
JOIN control.agent_wallets w ON w.address = b.agent_wallet
JOIN control.owners o ON o.address = w.owner
LEFT JOIN control.grants g ON g.bot_id = b.bot_id AND g.ended_at IS NULL
WHERE b.deleted_at IS NULL AND w.deleted_at IS NULL;

CREATE VIEW control.signer_stops AS
SELECT stop_id, agent_wallet, scope, bot_id, kind, origin, created_at, resumed_at, resume_text, resume_signature
FROM control.stops;

CREATE VIEW control.signer_platform AS SELECT frozen, state_version FROM control.platform_state;

GRANT USAGE ON SCHEMA control TO qv_control_plane, qv_signer, qv_debezium;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA control TO qv_control_plane;
REVOKE ALL ON control.signer_material, control.signer_stops, control.signer_platform FROM qv_control_plane;
GRANT SELECT ON control.signer_material, control.signer_stops, control.signer_platform TO qv_signer;
-- Locking a row needs a right to update it; the one column that may be updated means nothing.
GRANT SELECT, UPDATE (lock_epoch) ON control.wallet_lock, control.platform_lock TO qv_signer;
GRANT SELECT ON control.outbox TO qv_debezium;
