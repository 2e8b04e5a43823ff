-- Who puts back what a restore of one of the two stores took. It brings rows back ended or unknown, never signed, reads no
-- key material, and nothing it writes ends a hold: that takes an order in Kafka besides (admin-orders-v1).
GRANT USAGE ON SCHEMA control, ledger TO qv_reconciler;

-- For which order and which hold a ledger was last mended, written with the rows: a restore takes it away with them.
ALTER TABLE ledger.wallets
  ADD COLUMN mended_order uuid,
  ADD COLUMN mended_ledger_sequence bigint,
  ADD COLUMN mended_mark_sequence bigint,
  ADD COLUMN mended_hold_at_ms bigint,
  ADD CHECK (num_nulls(mended_order, mended_ledger_sequence, mended_mark_sequence, mended_hold_at_ms) IN (0, 4));

-- Rows of intents that the events tell of: as they ended, or unknown, which the signer asks the chain about. Numbers rise.
GRANT SELECT (intent_id, signal_id, agent_wallet, owner, bot_id, state), INSERT,
  UPDATE (state, reason, detail, counted, signed_base, reducing, rests, transaction_bytes, transaction_signature,
          last_valid_block_height, slot, signed_sequence, created_at, signed_at, submitted_at, ended_at)
  ON ledger.intents TO qv_reconciler;
GRANT SELECT, INSERT (agent_wallet, topic_partition, last_sequence),
  UPDATE (last_sequence, mended_order, mended_ledger_sequence, mended_mark_sequence, mended_hold_at_ms)
  ON ledger.wallets TO qv_reconciler;
GRANT SELECT (bot_id, plan), INSERT (bot_id, agent_wallet, plan), UPDATE (plan) ON ledger.bots TO qv_reconciler;

CREATE OR REPLACE FUNCTION ledger.lawful_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF current_user = 'qv_reconciler' THEN
      IF NEW.state NOT IN ('REFUSED', 'CONFIRMED', 'FAILED', 'EXPIRED', 'OUTCOME_UNKNOWN') THEN
        RAISE EXCEPTION 'an intent is not put back as %', NEW.state USING ERRCODE = 'check_violation';
      END IF;
    ELSIF NEW.state NOT IN ('SIGNED', 'REFUSED', 'AWAITING_OWNER') THEN
      RAISE EXCEPTION 'an intent is not born as %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF current_user = 'qv_reconciler' THEN
    -- Read again while the wallet was held, it was refused, although it had been signed and the ledger had lost that.
    IF OLD.state <> 'REFUSED' OR OLD.transaction_bytes IS NOT NULL
      OR NEW.state NOT IN ('CONFIRMED', 'FAILED', 'EXPIRED', 'OUTCOME_UNKNOWN')
    THEN
      RAISE EXCEPTION 'an intent is not put back from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
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

-- State that was set back: ended grants end again, stops hold again, numbers rise, the snapshot goes to the outbox.
ALTER TABLE control.bots ADD COLUMN policy_floor bigint NOT NULL DEFAULT 0;   -- the next policy's number is above it
GRANT SELECT (address, owner, signing_mode, cluster, state_version, deleted_at), UPDATE (state_version)
  ON control.agent_wallets TO qv_reconciler;
GRANT SELECT, UPDATE (lock_epoch) ON control.wallet_lock TO qv_reconciler;
GRANT SELECT, UPDATE (highest_ended_grant_sequence, policy_floor) ON control.bots TO qv_reconciler;
GRANT SELECT (bot_id, version) ON control.policies TO qv_reconciler;
GRANT SELECT (grant_id, bot_id, agent_wallet, grant_sequence, policy_version, policy, policy_sha256, signed_text,
              owner_signature, starts_at, expires_at, ended_at), UPDATE (ended_at, wrapped_ek)
  ON control.grants TO qv_reconciler;
GRANT SELECT, INSERT, UPDATE (resumed_at, resume_text, resume_signature) ON control.stops TO qv_reconciler;
GRANT SELECT (id), INSERT, DELETE ON control.outbox TO qv_reconciler;

-- What it may not do although it may write these columns: rights know columns, not values.
CREATE FUNCTION control.not_put_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'qv_reconciler only %', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER put_back_outbox BEFORE INSERT ON control.outbox FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND NEW.topic <> 'execution-state-v1')
  EXECUTE FUNCTION control.not_put_back('publishes snapshots of wallets');
CREATE TRIGGER put_back_outbox_delete BEFORE DELETE ON control.outbox FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND OLD.topic <> 'execution-state-v1')
  EXECUTE FUNCTION control.not_put_back('publishes snapshots of wallets');
CREATE TRIGGER put_back_stop BEFORE INSERT OR UPDATE ON control.stops FOR EACH ROW
  WHEN (current_user = 'qv_reconciler'
        AND (NEW.resumed_at IS NOT NULL OR NEW.resume_text IS NOT NULL OR NEW.resume_signature IS NOT NULL))
  EXECUTE FUNCTION control.not_put_back('makes stops hold');
CREATE TRIGGER put_back_grant BEFORE UPDATE ON control.grants FOR EACH ROW
  WHEN (current_user = 'qv_reconciler'
        AND (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.wrapped_ek IS NOT NULL))
  EXECUTE FUNCTION control.not_put_back('ends grants that live');
CREATE TRIGGER put_back_version BEFORE UPDATE ON control.agent_wallets FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND NEW.state_version < OLD.state_version)
  EXECUTE FUNCTION control.not_put_back('raises numbers');
CREATE TRIGGER put_back_floors BEFORE UPDATE ON control.bots FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND (NEW.policy_floor < OLD.policy_floor
        OR NEW.highest_ended_grant_sequence < OLD.highest_ended_grant_sequence))
  EXECUTE FUNCTION control.not_put_back('raises numbers');
CREATE TRIGGER put_back_sequence BEFORE UPDATE ON ledger.wallets FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND NEW.last_sequence < OLD.last_sequence)
  EXECUTE FUNCTION control.not_put_back('raises numbers');
CREATE TRIGGER put_back_plan BEFORE UPDATE ON ledger.bots FOR EACH ROW
  WHEN (current_user = 'qv_reconciler' AND NEW.plan < OLD.plan)
  EXECUTE FUNCTION control.not_put_back('raises numbers');
