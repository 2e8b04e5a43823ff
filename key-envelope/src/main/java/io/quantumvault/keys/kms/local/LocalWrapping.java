package io.quantumvault.keys.kms.local;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  private LocalSecrets secrets;

  private LocalWrapping(Path folder) {
    this.folder = folder;
    this.secrets = LocalSecrets.load(folder);
  }

  /**
   * Loads the secrets of a folder.
   *
   * @throws KeyFileRefused when there is none, or one is readable by others, of the wrong size or
   *     made by hand
   */
  public static LocalWrapping open(Path folder) {
    return new LocalWrapping(folder);
  }

  /** Reads the folder again; when that fails the secrets in use stay. */
  public void refresh() {
    LocalSecrets fresh = LocalSecrets.load(folder);
    lock.writeLock().lock();
    try {
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
        byte[] sealed = AesGcm.seal(secret, aad(name, context), key);
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
   */
  public SecretMemory open(KeyName name, Aad context, byte[] inner) {
    if (inner.length <= VERSION_BYTES) {
      throw new CryptoFailure();
    }
    int version = ByteBuffer.wrap(inner).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] sealed = Arrays.copyOfRange(inner, VERSION_BYTES, inner.length);
    try (SecretMemory secret = secret(name, version)) {
      return AesGcm.open(secret, aad(name, context), sealed);
    }
  }

  private SecretMemory secret(KeyName name, int version) {
    lock.readLock().lock();
    try {
      return secrets.secret(name, version);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Wipes every secret; nothing can be sealed or opened afterwards. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      secrets.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static byte[] aad(KeyName name, Aad context) {
    ByteArrayOutputStream aad = new ByteArrayOutputStream();
    aad.writeBytes(
        ("QuantumVault/v2/kms-local/" + name.text()).getBytes(StandardCharsets.US_ASCII));
    aad.writeBytes(context.bytes());
    return aad.toByteArray();
  }
}
