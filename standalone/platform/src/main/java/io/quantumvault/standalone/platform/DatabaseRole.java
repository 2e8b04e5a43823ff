package io.quantumvault.standalone.platform;

import java.util.Map;

/**
 * A PostgreSQL login. Each service that has a database has its own; the ingest service has none.
 */
public enum DatabaseRole {
  /** Owns the database and every table in it; used for migrations only. */
  MIGRATOR("qv_migrator", "LOGIN"),
  CONTROL_PLANE("qv_control_plane", "LOGIN"),
  /** A worker that is paused inside a transaction must not hold up a revoke or a freeze. */
  SIGNER(
      "qv_signer",
      "LOGIN",
      Map.of(
          "lock_timeout", "500ms",
          "idle_in_transaction_session_timeout", "2s",
          "transaction_timeout", "2s")),
  AUDIT("qv_audit", "LOGIN"),
  /** Puts back what a restore took; people are behind it, so it may wait for a lock. */
  RECONCILER("qv_reconciler", "LOGIN"),
  /** Reads the outbox from the write-ahead log. */
  DEBEZIUM("qv_debezium", "LOGIN REPLICATION");

  private final String roleName;
  private final String attributes;
  private final Map<String, String> settings;

  DatabaseRole(String roleName, String attributes) {
    this(roleName, attributes, Map.of());
  }

  DatabaseRole(String roleName, String attributes, Map<String, String> settings) {
    this.roleName = roleName;
    this.attributes = attributes;
    this.settings = settings;
  }

  /** The role as PostgreSQL knows it. */
  public String roleName() {
    return roleName;
  }

  String attributes() {
    return attributes;
  }

  /** What each of its sessions starts with. */
  Map<String, String> settings() {
    return settings;
  }
}
