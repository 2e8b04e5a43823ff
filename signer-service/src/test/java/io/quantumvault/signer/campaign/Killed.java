package io.quantumvault.signer.campaign;

/** What every edge of a dead process answers. No trace: it happens at every one of them. */
final class Killed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("the process is dead", null, false, false);
  }
}
