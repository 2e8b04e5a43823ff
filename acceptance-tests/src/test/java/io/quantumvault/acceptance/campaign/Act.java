package io.quantumvault.acceptance.campaign;

/** What somebody does to the processes, or an owner to a bot, while a node is at fault. */
enum Act {
  NOTHING,
  KILL_SIGNER,
  KILL_SIGNER_TWICE,
  PAUSE_SIGNER,
  CRASH_DATABASE,
  PAUSE_DATABASE,
  KILL_SIGNER_AND_REVOKE,
  PAUSE_SIGNER_AND_REVOKE
}
