package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Key management whose keys are files of one folder.
 *
 * <p>{@code execution} and {@code webhook} are HPKE (RFC 9180): the wrapping service has only the
 * public half and cannot open what it wrapped. {@code control} is AES-256-GCM under a symmetric
 * key. It wraps under the highest version there is and unwraps under every version whose secret
 * file is still there, so deleting a file and calling {@link #refresh} ends that version. It may be
 * used by many threads.
 *
 * <p>Provider bytes: HPKE encapsulated key 32 ‖ ciphertext ‖ tag 16, with info {@code
 * QuantumVault/v2/kms/<name>} and the context as AAD; {@code control}: IV 12 ‖ tag 16 ‖ ciphertext,
 * with AAD {@code QuantumVault/v2/kms/control} ‖ context.
 */
public final class FileKeyManagement implements OpenKeyManagement {
  private final Path folder;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private FileKeys keys;

  private FileKeyManagement(Path folder) {
    this.folder = folder;
    this.keys = FileKeys.load(folder);
  }

  /**
   * Loads what the folder has.
   *
   * @throws KeyFileRefused when a file is readable by others, of the wrong size or made by hand
   */
  public static FileKeyManagement open(Path folder) {
    return new FileKeyManagement(folder);
  }

  /** Reads the folder again; when that fails the keys in use stay. */
  @Override
  public void refresh() {
    FileKeys fresh = FileKeys.load(folder);
    lock.writeLock().lock();
    try {
      keys.close();
      keys = fresh;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    lock.readLock().lock();
    try {
      int version = keys.newestForWrapping(name);
      byte[] sealed =
          switch (name) {
            case CONTROL -> {
              try (SecretMemory secret = keys.secret(name, version)) {
                yield AesGcm.seal(secret, controlAad(context), key);
              }
            }
            case EXECUTION, WEBHOOK ->
                Hpke.seal(keys.publicKey(name, version), info(name), context.bytes(), key);
          };
      return new WrappedKey(version, sealed).bytes(Provider.FILE);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    WrappedKey parsed = WrappedKey.parse(Provider.FILE, wrapped);
    try (SecretMemory secret = secret(name, parsed.keyVersion())) {
      return switch (name) {
        case CONTROL -> AesGcm.open(secret, controlAad(context), parsed.providerBytes());
        case EXECUTION, WEBHOOK ->
            Hpke.open(secret, info(name), context.bytes(), parsed.providerBytes());
      };
    }
  }

  private SecretMemory secret(KeyName name, int version) {
    lock.readLock().lock();
    try {
      return keys.secret(name, version);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Wipes every key; nothing can be wrapped or unwrapped afterwards. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      keys.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static byte[] info(KeyName name) {
    return ("QuantumVault/v2/kms/" + name.text()).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] controlAad(Aad context) {
    ByteArrayOutputStream aad = new ByteArrayOutputStream();
    aad.writeBytes(info(KeyName.CONTROL));
    aad.writeBytes(context.bytes());
    return aad.toByteArray();
  }
}
