-- The signer's marks live in Kafka (signer-marks-v1), beyond the reach of whoever administers this database. Here stay the
-- rows of intents, born with their signature or their refusal, and the counters that two workers share.

-- What an older signer had claimed and not signed can only end unsigned.
UPDATE ledger.intents SET state = 'REFUSED', reason = 'DEADLINE_PASSED', detail = 'left unsigned by an earlier version',
  ended_at = now() WHERE state = 'CLAIMED';

DROP TRIGGER lawful_step ON ledger.intents;
DROP FUNCTION ledger.lawful_step();
ALTER TABLE ledger.intents
  DROP CONSTRAINT intents_state_check,
  ADD CHECK (state IN ('AWAITING_OWNER', 'SIGNED', 'SUBMITTED', 'CONFIRMED', 'FAILED', 'EXPIRED', 'REFUSED', 'OUTCOME_UNKNOWN')),
  DROP COLUMN before_base,
  DROP COLUMN before_quote_usd,
  DROP COLUMN before_entry_usd,
  DROP COLUMN before_order_ids,
  ADD COLUMN before bytea,                                  -- what the venue's adapter needs to tell the effect, in its own encoding
  ADD COLUMN signed_sequence bigint;                        -- of the event SIGNED: the mark that must be acknowledged before sending
ALTER TABLE ledger.intents RENAME COLUMN claimed_at TO created_at;
ALTER TABLE ledger.intents RENAME COLUMN fencing_epoch TO epoch;
CREATE INDEX intents_unfinished_partition ON ledger.intents (topic_partition) WHERE ended_at IS NULL;

-- An unlawful birth or step does not commit, whatever a program believes; what was signed never changes.
CREATE FUNCTION ledger.lawful_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('SIGNED', 'REFUSED', 'AWAITING_OWNER') THEN
      RAISE EXCEPTION 'an intent is not born as %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
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
    RAISE EXCEPTION 'what was signed does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lawful_step BEFORE INSERT OR UPDATE ON ledger.intents FOR EACH ROW EXECUTE FUNCTION ledger.lawful_step();

-- Events are numbered when they are written and published by number; Kafka's marks say up to which.
DELETE FROM ledger.events WHERE published_at IS NOT NULL;
DROP INDEX ledger.events_unpublished;
ALTER TABLE ledger.events DROP COLUMN published_at;

-- A wallet's last event, and the last marks that Kafka is known to have acknowledged: whichever is behind was set back.
CREATE TABLE ledger.wallets (
  agent_wallet      text PRIMARY KEY,
  topic_partition   integer NOT NULL,
  last_sequence     bigint NOT NULL DEFAULT 0,
  marked_sequence   bigint NOT NULL DEFAULT 0,
  marked_version    bigint NOT NULL DEFAULT 0
);
CREATE INDEX wallets_partition ON ledger.wallets (topic_partition);
INSERT INTO ledger.wallets (agent_wallet, topic_partition, last_sequence)
SELECT m.agent_wallet, min(i.topic_partition), max(m.last_sequence)
FROM ledger.wallet_marks m JOIN ledger.intents i USING (agent_wallet) GROUP BY m.agent_wallet;
DROP TABLE ledger.wallet_marks;

-- Rises with each signature and each ending: two plans of one bot that did not see each other cannot both be signed.
DROP TABLE ledger.bot_marks;
CREATE TABLE ledger.bots (
  bot_id            uuid PRIMARY KEY,
  agent_wallet      text NOT NULL,
  plan              bigint NOT NULL DEFAULT 0,
  last_slot         bigint NOT NULL DEFAULT 0              -- the highest slot it was read or landed at
);

DROP TABLE ledger.stops_seen;

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ledger TO qv_signer;
