package io.quantumvault.standalone.platform;

/**
 * A PostgreSQL login. Each service that has a database has its own; the ingest service has none.
 */
public enum DatabaseRole {
  /** Owns the database and every table in it; used for migrations only. */
  MIGRATOR("qv_migrator", "LOGIN"),
  CONTROL_PLANE("qv_control_plane", "LOGIN"),
  SIGNER("qv_signer", "LOGIN"),
  AUDIT("qv_audit", "LOGIN"),
  /** Reads the outbox from the write-ahead log. */
  DEBEZIUM("qv_debezium", "LOGIN REPLICATION");

  private final String roleName;
  private final String attributes;

  DatabaseRole(String roleName, String attributes) {
    this.roleName = roleName;
    this.attributes = attributes;
  }

  /** The role as PostgreSQL knows it. */
  public String roleName() {
    return roleName;
  }

  String attributes() {
    return attributes;
  }
}
