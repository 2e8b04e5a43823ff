-- The signer's ledger: one row per intent, claimed before it is signed, kept for ever.
CREATE SCHEMA ledger;

CREATE TABLE ledger.intents (
  intent_id         uuid PRIMARY KEY,
  signal_id         uuid,
  agent_wallet      text NOT NULL,
  owner             text NOT NULL,
  bot_id            uuid NOT NULL,
  grant_id          uuid,
  topic_partition   integer NOT NULL,
  topic_offset      bigint NOT NULL,
  payload           bytea NOT NULL,
  state             text NOT NULL CHECK (state IN ('CLAIMED', 'AWAITING_OWNER', 'SIGNED', 'SUBMITTED', 'CONFIRMED',
                                                   'FAILED', 'EXPIRED', 'REFUSED', 'OUTCOME_UNKNOWN')),
  reason            text,
  detail            text,
  market            text NOT NULL,
  counted           boolean NOT NULL,                       -- an order, for the limits per minute and day; cancels are none
  -- What was planned, for limits on what is unfinished; set with the signature.
  notional_usd      numeric,
  signed_base       numeric,                                -- what it may add to the position
  reducing          boolean,
  rests             boolean,
  -- The position and open orders it was planned on, so that its effect can be told after a restart.
  before_base       numeric,
  before_quote_usd  numeric,
  before_entry_usd  numeric,
  before_order_ids  bigint[],
  transaction_bytes bytea,
  transaction_signature bytea UNIQUE CHECK (length(transaction_signature) = 64),
  last_valid_block_height bigint,
  slot              bigint,
  fencing_epoch     bigint NOT NULL DEFAULT 0,
  claimed_at        timestamptz NOT NULL,
  signed_at         timestamptz,
  submitted_at      timestamptz,
  ended_at          timestamptz,
  CHECK (state NOT IN ('SIGNED', 'SUBMITTED', 'CONFIRMED', 'FAILED', 'EXPIRED', 'OUTCOME_UNKNOWN')
         OR (transaction_bytes IS NOT NULL AND transaction_signature IS NOT NULL)),
  CHECK ((state IN ('CONFIRMED', 'FAILED', 'EXPIRED', 'REFUSED')) = (ended_at IS NOT NULL)),
  CHECK ((state = 'REFUSED') <= (transaction_bytes IS NULL))
);
-- An unlawful step does not commit, whatever a program believes; what was signed never changes.
CREATE FUNCTION ledger.lawful_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('CLAIMED', 'REFUSED'), ('CLAIMED', 'SIGNED'), ('CLAIMED', 'AWAITING_OWNER'),
    ('AWAITING_OWNER', 'SUBMITTED'), ('AWAITING_OWNER', 'REFUSED'),
    ('SIGNED', 'SUBMITTED'),
    ('SUBMITTED', 'CONFIRMED'), ('SUBMITTED', 'FAILED'), ('SUBMITTED', 'EXPIRED'), ('SUBMITTED', 'OUTCOME_UNKNOWN'),
    ('OUTCOME_UNKNOWN', 'CONFIRMED'), ('OUTCOME_UNKNOWN', 'FAILED'), ('OUTCOME_UNKNOWN', 'EXPIRED'))
  THEN
    RAISE EXCEPTION 'an intent does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.intent_id <> OLD.intent_id OR NEW.payload <> OLD.payload
    OR (OLD.transaction_bytes IS NOT NULL AND NEW.transaction_bytes IS DISTINCT FROM OLD.transaction_bytes)
    OR (OLD.transaction_signature IS NOT NULL AND NEW.transaction_signature IS DISTINCT FROM OLD.transaction_signature)
  THEN
    RAISE EXCEPTION 'what was claimed or signed does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful_step BEFORE UPDATE ON ledger.intents FOR EACH ROW EXECUTE FUNCTION ledger.lawful_step();
CREATE INDEX intents_unfinished ON ledger.intents (agent_wallet) WHERE ended_at IS NULL;
CREATE INDEX intents_bot_time ON ledger.intents (bot_id, claimed_at);

-- Events in ledger order, written with the state they tell of, published afterwards.
CREATE TABLE ledger.events (
  agent_wallet      text NOT NULL,
  sequence          bigint NOT NULL,
  event_id          uuid NOT NULL UNIQUE,
  intent_id         uuid,
  payload           bytea NOT NULL,                         -- serialised ExecutionRecord
  created_at        timestamptz NOT NULL,
  published_at      timestamptz,
  PRIMARY KEY (agent_wallet, sequence)
);
CREATE INDEX events_unpublished ON ledger.events (agent_wallet, sequence) WHERE published_at IS NULL;

-- Highest marks seen per wallet and bot: anything lower is a rollback.
CREATE TABLE ledger.wallet_marks (
  agent_wallet      text PRIMARY KEY,
  state_version     bigint NOT NULL DEFAULT 0,
  last_sequence     bigint NOT NULL DEFAULT 0,
  frozen_at         timestamptz,
  frozen_reason     text
);
CREATE TABLE ledger.bot_marks (
  bot_id            uuid PRIMARY KEY,
  agent_wallet      text NOT NULL,
  policy_version    bigint NOT NULL DEFAULT 0,
  ended_grant_sequence bigint NOT NULL DEFAULT 0,
  equity_day        date,
  opening_equity_usd numeric,
  opening_deposits_usd numeric,
  opening_withdrawals_usd numeric,
  last_slot         bigint NOT NULL DEFAULT 0
);
CREATE TABLE ledger.stops_seen (
  stop_id           uuid PRIMARY KEY,
  agent_wallet      text NOT NULL,
  bot_id            uuid,
  kind              smallint NOT NULL,
  resumed_at        timestamptz
);

-- Records that failed verification, by where they came from, never under the id they claim.
CREATE TABLE ledger.unverified_records (
  topic             text NOT NULL,
  topic_partition   integer NOT NULL,
  topic_offset      bigint NOT NULL,
  reason            text NOT NULL,
  seen_at           timestamptz NOT NULL,
  PRIMARY KEY (topic, topic_partition, topic_offset)
);

-- Advances with every assignment of a partition; compared in each update.
CREATE TABLE ledger.fencing (
  topic_partition   integer PRIMARY KEY,
  epoch             bigint NOT NULL
);

GRANT USAGE ON SCHEMA ledger TO qv_signer;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ledger TO qv_signer;
