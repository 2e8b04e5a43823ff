-- Exits pass for the policy's exitMinutes after a grant's end: until then the grant is live, and keeps its key. Null: not at all.
ALTER TABLE control.grants
  ADD COLUMN exits_until timestamptz,
  ADD CHECK (exits_until >= expires_at);
GRANT SELECT (exits_until) ON control.grants TO qv_reconciler;
CREATE INDEX grants_live_until ON control.grants (coalesce(exits_until, expires_at)) WHERE ended_at IS NULL;

CREATE OR REPLACE VIEW control.signer_material AS
SELECT w.address AS agent_wallet, w.public_key AS agent_public_key, w.owner, o.public_key AS owner_public_key,
       o.salt AS owner_salt, w.signing_mode, w.cluster, w.state_version, w.sealed_seed,
       b.bot_id, b.venue, b.trading_account, b.trading_authority, b.sub_account, b.highest_ended_grant_sequence,
       g.grant_id, g.grant_sequence, g.policy_version, g.policy, g.policy_sha256, g.policy_mac, g.wrapped_ek,
       g.signed_text, g.owner_signature, g.starts_at, g.expires_at, g.exits_until
FROM control.bots b
JOIN control.agent_wallets w ON w.address = b.agent_wallet
JOIN control.owners o ON o.address = w.owner
LEFT JOIN control.grants g ON g.bot_id = b.bot_id AND g.ended_at IS NULL
WHERE b.deleted_at IS NULL AND w.deleted_at IS NULL;

-- Which of its position's entries an order is, counted when it is signed: 1 for one on a flat account. Null: no entry, or not
-- counted (then the first). The newest entry of a market says when the next may be, and which it will be.
ALTER TABLE ledger.intents ADD COLUMN entry_number integer CHECK (entry_number > 0);
CREATE INDEX intents_entries ON ledger.intents (bot_id, market, created_at DESC)
  WHERE counted AND NOT reducing AND state NOT IN ('FAILED', 'EXPIRED', 'REFUSED');
