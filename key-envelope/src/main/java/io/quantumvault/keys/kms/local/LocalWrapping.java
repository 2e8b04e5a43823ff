package io.quantumvault.keys.kms.local;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsAad;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.LookLimit;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Seals a key before a key management that answers over HTTP sees it, so that what such an answer
 * leaves on the heap opens nothing without a secret that was never there.
 *
 * <p>Bytes: inner version u32 LE ‖ IV 12 ‖ tag 16 ‖ ciphertext (AES-256-GCM), with AAD {@code
 * QuantumVault/v2/kms-local/<name>} ‖ the context. The secrets are the files {@code
 * kms-local-<name>-v<N>.key} of one folder; the highest version seals, every version whose file is
 * there opens. It may be used by many threads.
 */
public final class LocalWrapping implements AutoCloseable {
  private static final int VERSION_BYTES = 4;

  private final Path folder;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final LookLimit looks;
  private LocalSecrets secrets;
  private boolean closed;

  private LocalWrapping(Path folder, InstantSource clock) {
    this.folder = folder;
    this.looks = new LookLimit(clock);
    this.secrets = LocalSecrets.load(folder);
  }

  /**
   * Loads the secrets of a folder.
   *
   * @throws KeyFileRefused when there is none, or one is readable by others, of the wrong size or
   *     made by hand
   */
  public static LocalWrapping open(Path folder) {
    return open(folder, InstantSource.system());
  }

  /** The same with a clock that says how often an unknown version is looked for. */
  static LocalWrapping open(Path folder, InstantSource clock) {
    return new LocalWrapping(folder, clock);
  }

  /** Reads the folder again; when that fails the secrets in use stay. */
  public void refresh() {
    LocalSecrets fresh = LocalSecrets.load(folder);
    lock.writeLock().lock();
    try {
      if (closed) {
        fresh.close();
        return;
      }
      secrets.close();
      secrets = fresh;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Seals a key under the newest secret of its name.
   *
   * @throws CryptoFailure when there is no such secret
   */
  public byte[] seal(KeyName name, Aad context, SecretMemory key) {
    lock.readLock().lock();
    try {
      int version = secrets.newest(name);
      try (SecretMemory secret = secrets.secret(name, version)) {
        byte[] sealed = AesGcm.seal(secret, KmsAad.local(name, context), key);
        return ByteBuffer.allocate(VERSION_BYTES + sealed.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(version)
            .put(sealed)
            .array();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Opens into key memory.
   *
   * @throws CryptoFailure when name, version, context or any bit is not what was sealed
   * @throws KmsUnavailable when the version is not known and the folder cannot be read now
   */
  public SecretMemory open(KeyName name, Aad context, byte[] inner) {
    if (inner.length <= VERSION_BYTES) {
      throw new CryptoFailure();
    }
    int version = ByteBuffer.wrap(inner).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] sealed = Arrays.copyOfRange(inner, VERSION_BYTES, inner.length);
    try (SecretMemory secret = secret(name, version)) {
      return AesGcm.open(secret, KmsAad.local(name, context), sealed);
    }
  }

  private SecretMemory secret(KeyName name, int version) {
    if (!has(name, version)) {
      lookFor(name, version);
    }
    lock.readLock().lock();
    try {
      return secrets.secret(name, version);
    } finally {
      lock.readLock().unlock();
    }
  }

  private boolean has(KeyName name, int version) {
    lock.readLock().lock();
    try {
      return secrets.has(name, version);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** A version that came since the folder was read is no forgery. */
  private void lookFor(KeyName name, int version) {
    lock.writeLock().lock();
    try {
      if (!closed && !secrets.has(name, version)) {
        looks.take();
        refresh();
      }
    } catch (KeyFileRefused e) {
      throw new KmsUnavailable("the folder of the local secrets cannot be read whole");
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Wipes every secret; nothing can be sealed or opened afterwards. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      secrets.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
