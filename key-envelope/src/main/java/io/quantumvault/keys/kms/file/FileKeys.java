package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** The keys of one reading of the folder, by name and version. */
final class FileKeys implements AutoCloseable {
  private final Map<KeyName, NavigableMap<Integer, SharedSecret>> secrets = empty();
  private final Map<KeyName, NavigableMap<Integer, byte[]>> publics = empty();

  private FileKeys() {}

  static FileKeys load(Path folder) {
    FileKeys keys = new FileKeys();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "kms-*")) {
      for (Path file : files) {
        KmsFileName.parse(file).ifPresent(name -> keys.add(name, file));
      }
      return keys;
    } catch (IOException e) {
      keys.close();
      throw new KeyFileRefused(folder, "cannot list it");
    } catch (Throwable t) {
      keys.close();
      throw t;
    }
  }

  private void add(KmsFileName name, Path file) {
    if (name.secret()) {
      try (SecretMemory key = KeyFile.load(file)) {
        of(secrets, name.name()).put(name.version(), SharedSecret.of(key));
      }
    } else {
      of(publics, name.name()).put(name.version(), PublicFile.load(file));
    }
  }

  int newestForWrapping(KeyName name) {
    NavigableMap<Integer, ?> usable =
        name == KeyName.CONTROL ? of(secrets, name) : of(publics, name);
    if (usable.isEmpty()) {
      throw new CryptoFailure();
    }
    return usable.lastKey();
  }

  byte[] publicKey(KeyName name, int version) {
    byte[] key = of(publics, name).get(version);
    if (key == null) {
      throw new CryptoFailure();
    }
    return key;
  }

  /** A copy for the calling thread. */
  SecretMemory secret(KeyName name, int version) {
    SharedSecret key = of(secrets, name).get(version);
    if (key == null) {
      throw new CryptoFailure();
    }
    return key.copy();
  }

  @Override
  public void close() {
    secrets.values().forEach(versions -> versions.values().forEach(SharedSecret::close));
    secrets.values().forEach(Map::clear);
    publics.values().forEach(Map::clear);
  }

  private static <T> NavigableMap<Integer, T> of(
      Map<KeyName, NavigableMap<Integer, T>> all, KeyName name) {
    return Objects.requireNonNull(all.get(name));
  }

  private static <T> Map<KeyName, NavigableMap<Integer, T>> empty() {
    Map<KeyName, NavigableMap<Integer, T>> all = new EnumMap<>(KeyName.class);
    for (KeyName name : KeyName.values()) {
      all.put(name, new TreeMap<>());
    }
    return all;
  }
}
