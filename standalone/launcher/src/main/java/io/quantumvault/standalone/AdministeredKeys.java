package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.standalone.platform.KeyFolders;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * The wrapping keys that an administrator looks after: those in the files of a data folder, or
 * those of another key management.
 *
 * @param followedWithin how long services may overlook a new version
 */
record AdministeredKeys(KeyRotation rotation, Duration followedWithin) implements AutoCloseable {
  /** Those of a data folder; none are made. */
  static AdministeredKeys in(Path data) {
    Path folder = data.resolve("keys");
    if (!Files.isDirectory(folder)) {
      throw new StartRefused("There are no keys in " + data + "; ./qv up makes them.");
    }
    return new AdministeredKeys(new KeyFolders(folder).rotation(), FileKeyManagement.LOOK_EVERY);
  }

  /**
   * Those of the key management that a file names: lines such as {@code provider=transit}, with the
   * settings that services have under {@code quantumvault.kms.}, but an administrator's
   * credentials.
   */
  static AdministeredKeys of(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartRefused("The file " + file + " of --kms cannot be read.", e);
    }
    try {
      KmsSettings settings = KmsSettings.of(properties::getProperty, file.resolveSibling("."));
      KeyRotation rotation =
          settings
              .openRotation()
              .orElseThrow(() ->
                  new StartRefused(
                      "The file "
                          + file
                          + " of --kms names no provider but file; leave --kms out for the keys of a data folder."));
      return new AdministeredKeys(rotation, settings.refreshEvery());
    } catch (StartRefused e) {
      throw e;
    } catch (RuntimeException e) {
      // What a provider refuses at its start is told in one sentence without a secret.
      throw new StartRefused(
          "The keys of --kms " + file + " cannot be reached: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    rotation.close();
  }
}
