package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.PublicFile;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of one wrapping key in its folders. A file appears under its name whole, synced and of
 * its folder's owner, or not at all.
 */
record VersionFiles(KeyName name, KeyPlace place) {
  private boolean symmetric() {
    return name == KeyName.CONTROL;
  }

  private Path secretFolder() {
    return symmetric() ? place.wrapping() : place.unwrapping();
  }

  private Path secretFile(int version) {
    return new KmsFileName(name, version, true).in(secretFolder());
  }

  private Path publicFile(int version) {
    return new KmsFileName(name, version, false).in(place.wrapping());
  }

  /**
   * The versions that wrap or have wrapped, with the time since when; see {@link FileKeyRotation}.
   */
  NavigableMap<Integer, Instant> inUse() {
    NavigableMap<Integer, Instant> secrets = times(secretFolder(), true);
    if (symmetric()) {
      return secrets;
    }
    NavigableMap<Integer, Instant> published = times(place.wrapping(), false);
    published.keySet().retainAll(secrets.keySet());
    if (published.isEmpty()) {
      return published;
    }
    NavigableMap<Integer, Instant> used = new TreeMap<>(secrets.headMap(published.lastKey(), true));
    published.forEach((version, at) -> used.merge(version, at, VersionFiles::later));
    return used;
  }

  /** The version to come next, where its private half is there and its public half is not. */
  Optional<Integer> unpublished() {
    if (symmetric()) {
      return Optional.empty();
    }
    NavigableMap<Integer, Instant> secrets = times(secretFolder(), true);
    NavigableMap<Integer, Instant> published = times(place.wrapping(), false);
    boolean half =
        !secrets.isEmpty() && (published.isEmpty() || secrets.lastKey() > published.lastKey());
    return half ? Optional.of(secrets.lastKey()) : Optional.empty();
  }

  /** One above every number that any file bears: a number must not come twice. */
  int next() {
    TreeSet<Integer> all = new TreeSet<>(times(secretFolder(), true).keySet());
    all.addAll(times(place.wrapping(), false).keySet());
    return all.isEmpty() ? 1 : Math.addExact(all.last(), 1);
  }

  private NavigableMap<Integer, Instant> times(Path folder, boolean secret) {
    NavigableMap<Integer, Instant> times = new TreeMap<>();
    for (Map.Entry<KmsFileName, KeyFolder.Stamp> file : KeyFolder.list(folder).entrySet()) {
      if (file.getKey().name() == name && file.getKey().secret() == secret) {
        times.put(file.getKey().version(), file.getValue().modifiedAt().toInstant());
      }
    }
    return times;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * Writes a new secret half and returns its public half, if it has one, which is not there yet.
   */
  byte[] writeSecret(int version, Instant at) {
    try (SecretMemory key = SecretMemory.random(KeyFile.KEY_BYTES)) {
      KeyFile.create(secretFile(version), key, unfinished -> finish(unfinished, at));
      return symmetric() ? new byte[0] : X25519.publicKey(key);
    }
  }

  /** The public half of a secret half that was written before. */
  byte[] publicKey(int version) throws IOException {
    Path file = secretFile(version);
    KeyFolder.takeOver(file);
    try (SecretMemory key = KeyFile.load(file)) {
      return X25519.publicKey(key);
    } finally {
      KeyFolder.giveToItsOwner(file);
    }
  }

  /** From here on the version wraps. */
  void publish(int version, byte[] publicKey, Instant at) {
    if (!symmetric()) {
      PublicFile.create(publicFile(version), publicKey, unfinished -> finish(unfinished, at));
    }
  }

  /** Takes back a private half that was made just now, unless its public half has appeared. */
  void withdraw(int version) throws IOException {
    if (!Files.exists(publicFile(version))) {
      Files.deleteIfExists(secretFile(version));
    }
  }

  /** The public half first: nobody may wrap under what cannot be unwrapped. */
  void delete(int version) throws IOException {
    if (!symmetric()) {
      Files.deleteIfExists(publicFile(version));
      KeyFolder.sync(place.wrapping());
    }
    Files.deleteIfExists(secretFile(version));
    KeyFolder.sync(secretFolder());
  }

  private static void finish(Path unfinished, Instant at) throws IOException {
    KeyFolder.giveToItsOwner(unfinished);
    Files.setLastModifiedTime(unfinished, FileTime.from(at));
  }
}
