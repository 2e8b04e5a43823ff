package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.KeyFileRefused;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Versions of the {@code file} provider's keys, made and deleted in the folders of the services.
 * Running services notice by themselves ({@link FileKeyManagement}).
 *
 * <p>The private half is written and synced before the public half appears in the wrapping
 * service's folder, each as a finished file, so that a crash at any moment leaves no version that
 * wraps but cannot be unwrapped. A version whose public half has not appeared wraps nothing and is
 * not listed; the next {@link #rotate} publishes it instead of making another.
 *
 * <p>{@link KeyVersion#madeAt} is when the version began to wrap: the later modification time of
 * its two files. Copying a folder without its times makes versions look younger, which rotates and
 * destroys them later, never sooner.
 *
 * <p>{@link #destroy} deletes the public half, then the private one; a crash between is finished by
 * destroying again. It does not overwrite: file systems and flash drives write elsewhere than where
 * the old bytes lie, so that would promise what it cannot keep. Encrypt the disk, and keep private
 * halves out of backups that live longer than a version.
 */
public final class FileKeyRotation implements KeyRotation {
  private final Map<KeyName, KeyPlace> places;
  private final InstantSource clock;

  /** Looks after the keys whose folders are given. */
  public FileKeyRotation(Map<KeyName, KeyPlace> places) {
    this(places, InstantSource.system());
  }

  /** The same with a clock that gives new versions their time. */
  public FileKeyRotation(Map<KeyName, KeyPlace> places, InstantSource clock) {
    this.places = Map.copyOf(places);
    this.clock = clock;
  }

  @Override
  public List<KeyVersion> versions(KeyName name) {
    return listed(files(name)).entrySet().stream()
        .map(version -> new KeyVersion(version.getKey(), version.getValue()))
        .toList();
  }

  @Override
  public KeyVersion rotate(KeyName name) {
    VersionFiles files = files(name);
    return exclusively(
        files,
        () -> {
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          Optional<Integer> half = files.unpublished();
          if (half.isPresent()) {
            files.publish(half.get(), files.publicKey(half.get()), now);
            return new KeyVersion(half.get(), now);
          }
          return make(files, files.next(), now);
        });
  }

  private static KeyVersion make(VersionFiles files, int version, Instant now) throws IOException {
    byte[] publicKey = files.writeSecret(version, now);
    try {
      files.publish(version, publicKey, now);
      return new KeyVersion(version, now);
    } catch (KeyFileRefused e) {
      files.withdraw(version);
      throw e;
    }
  }

  @Override
  public void destroy(KeyName name, int version) {
    VersionFiles files = files(name);
    exclusively(
        files,
        () -> {
          NavigableMap<Integer, Instant> versions = listed(files);
          if (versions.isEmpty() || version >= versions.lastKey()) {
            throw new IllegalArgumentException(
                "version " + version + " of " + name.text() + " is not older than the newest");
          }
          files.delete(version);
          return version;
        });
  }

  private VersionFiles files(KeyName name) {
    KeyPlace place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("no folders of the key " + name.text() + " are known");
    }
    return new VersionFiles(name, place);
  }

  private static NavigableMap<Integer, Instant> listed(VersionFiles files) {
    try {
      return files.inUse();
    } catch (KeyFileRefused e) {
      throw new KmsUnavailable("file: a key folder cannot be listed");
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T exclusively(VersionFiles files, Step<T> step) {
    try (RotationLock _ = RotationLock.take(files.place().wrapping())) {
      return step.run();
    } catch (KeyFileRefused e) {
      throw new KmsUnavailable("file: " + e.getMessage());
    } catch (IOException e) {
      throw new KmsUnavailable(
          "file: a key file of " + files.name().text() + " cannot be written or deleted");
    }
  }
}
