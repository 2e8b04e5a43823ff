package io.quantumvault.schemas;

/**
 * A Kafka user. Each service has its own, with only the reads and writes that {@link Topics} names.
 */
public enum Principal {
  INGEST("ingest-service"),
  POLICY("policy-stream"),
  SIGNER("signer-service"),
  AUDIT("audit-sink"),
  CONTROL_PLANE("control-plane"),
  DEBEZIUM("debezium"),
  WITNESS("witness"),
  /** {@code qv admin reconcile} and {@code resolve}: gives the signer orders, signs nothing. */
  RECONCILER("reconciler"),
  /** {@code qv policy replay}: reads what was decided, writes nowhere. */
  REPLAY("policy-replay"),
  /** People: reads everything, writes nothing, manages topics and groups. */
  OPERATOR("operator");

  private final String userName;

  Principal(String userName) {
    this.userName = userName;
  }

  /** Whether it has no right to write, not even what it cannot read to the dead letters. */
  public boolean onlyReads() {
    return this == REPLAY;
  }

  /** The SCRAM user name, also the consumer group and transactional id prefix the user may use. */
  public String userName() {
    return userName;
  }
}
