package io.quantumvault.audit;

import io.quantumvault.kit.settings.DatabaseSettings;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.kit.settings.Settings;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sink; secrets are files.
 *
 * @param kafka as the user {@code audit-sink}
 * @param database as the role that may only select and insert
 * @param keys the folder that holds {@code audit-checkpoint.key}
 * @param stateDir a folder outside the database, best on another disk
 */
@ConfigurationProperties("quantumvault")
public record AuditSettings(
    KafkaSettings kafka, DatabaseSettings database, KeySettings keys, Path stateDir, Audit audit) {

  /** Refuses settings that are missing. */
  public AuditSettings {
    Settings.require(kafka, "kafka.bootstrap-servers");
    Settings.require(database, "database.url");
    Settings.require(keys, "keys.dir");
    Settings.require(stateDir, "state-dir");
    if (audit == null) {
      audit = new Audit(Audit.DEFAULT_PREFIX);
    }
  }

  /** How the logs are called. */
  public record Audit(@DefaultValue(Audit.DEFAULT_PREFIX) String originPrefix) {
    /** For a system on one machine. */
    public static final String DEFAULT_PREFIX = "quantumvault.local/audit";
  }
}
