package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.HpkeRecipient;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of a folder, by name and version, as of its last reading. Not safe for threads. */
final class FileKeys implements AutoCloseable {
  private final Map<KeyName, NavigableMap<Integer, SharedSecret>> secrets = empty();
  private final Map<KeyName, NavigableMap<Integer, HpkeRecipient>> recipients = empty();
  private final Map<KeyName, NavigableMap<Integer, byte[]>> publics = empty();
  private final Map<KmsFileName, KeyFolder.Stamp> loaded = new HashMap<>();

  private FileKeys() {}

  static FileKeys load(Path folder) {
    FileKeys keys = new FileKeys();
    try {
      keys.update(folder);
      return keys;
    } catch (Throwable t) {
      keys.close();
      throw t;
    }
  }

  /**
   * Takes what is new in the folder and drops what is gone or was changed; a file that is still the
   * same is not read again.
   *
   * @throws KeyFileRefused for the first bad file, after all others have been taken
   */
  void update(Path folder) {
    Map<KmsFileName, KeyFolder.Stamp> now = KeyFolder.list(folder);
    for (var file : Map.copyOf(loaded).entrySet()) {
      if (!file.getValue().equals(now.get(file.getKey()))) {
        drop(file.getKey());
      }
    }
    KeyFileRefused refused = null;
    for (var file : now.entrySet()) {
      if (!loaded.containsKey(file.getKey())) {
        refused = first(refused, add(folder, file.getKey(), file.getValue()));
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private static @Nullable KeyFileRefused first(
      @Nullable KeyFileRefused one, @Nullable KeyFileRefused other) {
    return one == null ? other : one;
  }

  private @Nullable KeyFileRefused add(Path folder, KmsFileName name, KeyFolder.Stamp stamp) {
    try {
      if (name.secret()) {
        try (SecretMemory key = KeyFile.load(name.in(folder))) {
          if (name.name() == KeyName.CONTROL) {
            of(secrets, name.name()).put(name.version(), SharedSecret.of(key));
          } else {
            of(recipients, name.name()).put(name.version(), HpkeRecipient.of(key));
          }
        }
      } else {
        of(publics, name.name()).put(name.version(), PublicFile.load(name.in(folder)));
      }
      loaded.put(name, stamp);
      return null;
    } catch (KeyFileRefused e) {
      return e;
    }
  }

  private void drop(KmsFileName name) {
    loaded.remove(name);
    if (name.secret()) {
      SharedSecret secret = of(secrets, name.name()).remove(name.version());
      if (secret != null) {
        secret.close();
      }
      HpkeRecipient recipient = of(recipients, name.name()).remove(name.version());
      if (recipient != null) {
        recipient.close();
      }
    } else {
      of(publics, name.name()).remove(name.version());
    }
  }

  boolean canWrap(KeyName name) {
    return !forWrapping(name).isEmpty();
  }

  /** Of a name that {@link #canWrap}. */
  int newestForWrapping(KeyName name) {
    return forWrapping(name).lastKey();
  }

  private NavigableMap<Integer, ?> forWrapping(KeyName name) {
    return name == KeyName.CONTROL ? of(secrets, name) : of(publics, name);
  }

  byte[] publicKey(KeyName name, int version) {
    byte[] key = of(publics, name).get(version);
    if (key == null) {
      throw new CryptoFailure();
    }
    return key;
  }

  boolean hasSecret(KeyName name, int version) {
    return of(secrets, name).containsKey(version) || of(recipients, name).containsKey(version);
  }

  /** A copy for the calling thread. */
  SecretMemory secret(KeyName name, int version) {
    SharedSecret key = of(secrets, name).get(version);
    if (key == null) {
      throw new CryptoFailure();
    }
    return key.copy();
  }

  /** Whoever this version of an asymmetric name is sealed to, to be used at once. */
  HpkeRecipient recipient(KeyName name, int version) {
    HpkeRecipient recipient = of(recipients, name).get(version);
    if (recipient == null) {
      throw new CryptoFailure();
    }
    return recipient;
  }

  @Override
  public void close() {
    recipients.values().forEach(versions -> versions.values().forEach(HpkeRecipient::close));
    recipients.values().forEach(Map::clear);
    secrets.values().forEach(versions -> versions.values().forEach(SharedSecret::close));
    secrets.values().forEach(Map::clear);
    publics.values().forEach(Map::clear);
    loaded.clear();
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
