package io.quantumvault.keys.kms.local;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The local secrets of one reading of the folder, by name and version. */
final class LocalSecrets implements AutoCloseable {
  private final Map<KeyName, NavigableMap<Integer, SharedSecret>> secrets =
      new EnumMap<>(KeyName.class);

  private LocalSecrets() {}

  static LocalSecrets load(Path folder) {
    LocalSecrets loaded = new LocalSecrets();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "kms-local-*.key")) {
      for (Path file : files) {
        LocalSecretFile.parse(file).ifPresent(name -> loaded.add(name, file));
      }
      if (loaded.secrets.isEmpty()) {
        throw new KeyFileRefused(
            folder.resolve("kms-local-<name>-v1.key"),
            "the folder has no local wrapping secret, and every service that shares a key name needs the same one");
      }
      return loaded;
    } catch (IOException e) {
      loaded.close();
      throw new KeyFileRefused(folder, "cannot list it");
    } catch (Throwable t) {
      loaded.close();
      throw t;
    }
  }

  private void add(LocalSecretFile name, Path file) {
    try (SecretMemory secret = KeyFile.load(file)) {
      secrets
          .computeIfAbsent(name.name(), none -> new TreeMap<>())
          .put(name.version(), SharedSecret.of(secret));
    }
  }

  int newest(KeyName name) {
    NavigableMap<Integer, SharedSecret> versions = secrets.get(name);
    if (versions == null) {
      throw new CryptoFailure();
    }
    return versions.lastKey();
  }

  boolean has(KeyName name, int version) {
    NavigableMap<Integer, SharedSecret> versions = secrets.get(name);
    return versions != null && versions.containsKey(version);
  }

  /** A copy for the calling thread. */
  SecretMemory secret(KeyName name, int version) {
    NavigableMap<Integer, SharedSecret> versions = secrets.get(name);
    SharedSecret secret = versions == null ? null : versions.get(version);
    if (secret == null) {
      throw new CryptoFailure();
    }
    return secret.copy();
  }

  @Override
  public void close() {
    secrets.values().forEach(versions -> versions.values().forEach(SharedSecret::close));
    secrets.clear();
  }
}
