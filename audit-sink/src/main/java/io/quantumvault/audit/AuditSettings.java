package io.quantumvault.audit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sink; secrets are files.
 *
 * @param stateDir a folder outside the database, best on another disk
 */
@ConfigurationProperties("quantumvault")
public record AuditSettings(Kafka kafka, Database database, Keys keys, Path stateDir, Audit audit) {

  /** Refuses settings that are missing. */
  public AuditSettings {
    require(kafka, "kafka.bootstrap-servers");
    require(database, "database.url");
    require(keys, "keys.dir");
    require(stateDir, "state-dir");
    if (audit == null) {
      audit = new Audit(Audit.DEFAULT_PREFIX);
    }
  }

  private static void require(@Nullable Object value, String name) {
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException("quantumvault." + name + " is not set");
    }
  }

  /** The brokers, and the SCRAM user {@code audit-sink}. */
  public record Kafka(String bootstrapServers, String username, Path passwordFile) {
    /** Refuses settings that are missing. */
    public Kafka {
      require(bootstrapServers, "kafka.bootstrap-servers");
      require(username, "kafka.username");
      require(passwordFile, "kafka.password-file");
    }
  }

  /** PostgreSQL, and the role that may only select and insert. */
  public record Database(String url, String username, Path passwordFile) {
    /** Refuses settings that are missing. */
    public Database {
      require(url, "database.url");
      require(username, "database.username");
      require(passwordFile, "database.password-file");
    }
  }

  /** The folder that holds {@code audit-checkpoint.key}. */
  public record Keys(Path dir) {
    /** Refuses settings that are missing. */
    public Keys {
      require(dir, "keys.dir");
    }
  }

  /** How the logs are called. */
  public record Audit(@DefaultValue(Audit.DEFAULT_PREFIX) String originPrefix) {
    /** For a system on one machine. */
    public static final String DEFAULT_PREFIX = "quantumvault.local/audit";
  }
}
