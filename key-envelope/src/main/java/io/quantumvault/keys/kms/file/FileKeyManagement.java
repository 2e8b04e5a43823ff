package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsAad;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.LookLimit;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.Hpke;
import io.quantumvault.keys.memory.HpkeContext;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Key management whose keys are files of one folder.
 *
 * <p>{@code execution} and {@code webhook} are HPKE (RFC 9180): the wrapping service has only the
 * public half and cannot open what it wrapped. {@code control} is AES-256-GCM under a symmetric
 * key. It wraps under the highest version there is and unwraps under every version whose secret
 * file is still there. It may be used by many threads.
 *
 * <p>Versions come and go without a restart: whoever wraps or unwraps looks at the folder's listing
 * when the last look is {@link #LOOK_EVERY} past, and for a version it does not know at once, as
 * often as {@link LookLimit} lets it. A file that is new is read, one that is gone leaves memory.
 * What cannot be read then is left out and the other keys go on; {@link #refresh} tells. Only a
 * folder that was read whole, after the question, shows that a version does not exist; until then
 * it is {@link KmsUnavailable}.
 *
 * <p>Provider bytes: HPKE encapsulated key 32 ‖ ciphertext ‖ tag 16, with info {@code
 * QuantumVault/v2/kms/<name>} and the context as AAD; {@code control}: IV 12 ‖ tag 16 ‖ ciphertext,
 * with AAD {@code QuantumVault/v2/kms/control} ‖ context.
 */
public final class FileKeyManagement implements OpenKeyManagement {
  /** The longest time in which a service in use overlooks a new version or a deleted one. */
  public static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private static final HpkeContext EXECUTION = HpkeContext.of(KmsAad.info(KeyName.EXECUTION));
  private static final HpkeContext WEBHOOK = HpkeContext.of(KmsAad.info(KeyName.WEBHOOK));

  private final Path folder;
  private final Pace usual;
  private final LookLimit forUnknown;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final FileKeys keys;
  private boolean closed;

  /** Whether the last look read all that was there. */
  private boolean whole = true;

  private FileKeyManagement(Path folder, InstantSource clock) {
    this.folder = folder;
    this.usual = new Pace(clock, LOOK_EVERY);
    this.forUnknown = new LookLimit(clock);
    this.keys = FileKeys.load(folder);
  }

  /**
   * Loads what the folder has.
   *
   * @throws KeyFileRefused when a file is readable by others, of the wrong size or made by hand
   */
  public static FileKeyManagement open(Path folder) {
    return open(folder, InstantSource.system());
  }

  /** The same with a clock that says when to look at the folder again. */
  public static FileKeyManagement open(Path folder, InstantSource clock) {
    return new FileKeyManagement(folder, clock);
  }

  /**
   * Takes what is new in the folder now and drops what is gone; cheap where nothing changed. A
   * service that is rarely used calls it on a timer, so that a deleted key leaves its memory soon.
   *
   * @throws KeyFileRefused when the folder or a file in it is refused; every other key is as it
   *     should be
   */
  @Override
  public void refresh() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        whole = false;
        keys.update(folder);
        whole = true;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    look();
    lock.readLock().lock();
    try {
      int version = newest(name);
      byte[] sealed =
          switch (name) {
            case CONTROL -> {
              try (SecretMemory secret = keys.secret(name, version)) {
                yield AesGcm.seal(secret, KmsAad.of(name, context), key);
              }
            }
            case EXECUTION, WEBHOOK ->
                Hpke.seal(keys.publicKey(name, version), context(name), context.bytes(), key);
          };
      return new WrappedKey(version, sealed).bytes(Provider.FILE);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws KmsUnavailable when the version is not known and the folder cannot be read
   */
  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    WrappedKey parsed = WrappedKey.parse(Provider.FILE, wrapped);
    look();
    if (!has(name, parsed.keyVersion())) {
      lookFor(name, parsed.keyVersion());
    }
    lock.readLock().lock();
    try {
      return switch (name) {
        case CONTROL -> {
          try (SecretMemory secret = keys.secret(name, parsed.keyVersion())) {
            yield AesGcm.open(secret, KmsAad.of(name, context), parsed.providerBytes());
          }
        }
        case EXECUTION, WEBHOOK ->
            Hpke.open(
                keys.recipient(name, parsed.keyVersion()),
                context(name),
                context.bytes(),
                parsed.providerBytes());
      };
    } finally {
      lock.readLock().unlock();
    }
  }

  private int newest(KeyName name) {
    if (keys.canWrap(name)) {
      return keys.newestForWrapping(name);
    }
    if (!whole) {
      throw notWhole();
    }
    throw new CryptoFailure();
  }

  private static KmsUnavailable notWhole() {
    return new KmsUnavailable("file: the key folder cannot be read whole");
  }

  private boolean has(KeyName name, int version) {
    lock.readLock().lock();
    try {
      return keys.hasSecret(name, version);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Looks at the folder if it is time; what is refused there, {@link #refresh} tells. */
  private void look() {
    if (usual.due()) {
      try {
        refresh();
      } catch (KeyFileRefused e) {
        // The keys in use go on: one bad file must not stop the service.
      }
    }
  }

  /**
   * Looks at the folder for a version that is not known.
   *
   * @throws KmsUnavailable when it is not found and this folder, as it is now, was not read whole
   */
  private void lookFor(KeyName name, int version) {
    lock.writeLock().lock();
    try {
      // Another thread may have looked while this one waited.
      if (keys.hasSecret(name, version)) {
        return;
      }
      forUnknown.take();
      refresh();
    } catch (KeyFileRefused e) {
      if (!keys.hasSecret(name, version)) {
        throw notWhole();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Wipes every key; nothing can be wrapped or unwrapped afterwards. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      keys.close();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static HpkeContext context(KeyName name) {
    return name == KeyName.EXECUTION ? EXECUTION : WEBHOOK;
  }
}
