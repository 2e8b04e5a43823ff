package io.quantumvault.standalone.platform;

/** The server's configuration files. */
final class PostgresSettings {
  /** No line admits physical replication, which would copy every table; logical needs none. */
  static final String HBA = "host all all 127.0.0.1/32 scram-sha-256\n";

  private PostgresSettings() {}

  static String forPort(int port) {
    return """
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    password_encryption = 'scram-sha-256'
    max_connections = 100
    shared_buffers = '64MB'
    # A claim must be on disk before anything is signed.
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    wal_level = logical
    max_wal_senders = 4
    max_replication_slots = 4
    max_wal_size = '512MB'
    # A connector that stays away must not fill the disk.
    max_slot_wal_keep_size = '2GB'
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_line_prefix = '%%m [%%p] %%q%%u@%%d '
    # Neither statements nor their values belong in a log: they carry sealed records.
    log_min_error_statement = panic
    log_parameter_max_length = 0
    log_parameter_max_length_on_error = 0
    """
        .formatted(port);
  }
}
