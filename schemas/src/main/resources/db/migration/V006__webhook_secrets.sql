-- A signed webhook's secrets: one, or two while its owner moves the sender from the older to the newer one. What was
-- deleted stays as a row without its secret, so that making them can be bounded per hour.
CREATE TABLE control.webhook_secrets (
  secret_id         uuid PRIMARY KEY,
  webhook_id        uuid NOT NULL REFERENCES control.webhooks,
  wrapped_secret    bytea,                                  -- type 6; set to null the moment it is deleted
  created_at        timestamptz NOT NULL,
  deleted_at        timestamptz,
  CHECK ((deleted_at IS NULL) = (wrapped_secret IS NOT NULL))
);
CREATE INDEX webhook_secrets_webhook ON control.webhook_secrets (webhook_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.webhook_secrets TO qv_control_plane;

-- There was room for one, and nothing ever wrote it.
ALTER TABLE control.webhooks DROP COLUMN wrapped_secret;
