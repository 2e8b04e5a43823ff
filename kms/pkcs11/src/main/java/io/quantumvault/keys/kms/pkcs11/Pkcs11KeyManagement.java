package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsAad;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.time.InstantSource;

/**
 * Key management whose keys are objects of a PKCS#11 token and never leave it.
 *
 * <p>The objects are named {@code kms-<name>-v<N>} (CKA_LABEL). {@code execution} and {@code
 * webhook} are RSA pairs: the wrapping service's token has only the public half and cannot open
 * what it wrapped; the token of the other service has the private half. {@code control} is an AES
 * key. The highest version wraps, another one being noticed within {@link WrappingKeys#LOOK_EVERY}
 * or at {@link #refresh}; every version that is there unwraps. Objects without CKA_PRIVATE, which
 * anybody can put there without the PIN, are passed over. A private or secret key is used only
 * while it is CKA_SENSITIVE and not CKA_EXTRACTABLE; else the call is refused with the reason, as
 * {@link KmsUnavailable}. It may be used by many threads.
 *
 * <p>Provider bytes of {@code execution} and {@code webhook}: length u16 LE of what follows ‖
 * RSA-OAEP (RFC 8017, SHA-1, MGF1 with SHA-1, empty label) of a fresh 32-byte content key ‖ IV 12 ‖
 * tag 16 ‖ ciphertext, AES-256-GCM under the content key. Of {@code control}: IV 12 ‖ tag 16 ‖
 * ciphertext, AES-256-GCM in the token. AAD of all: {@code QuantumVault/v2/kms/<name>} ‖ context.
 * SHA-1 is what every token has for OAEP, where its collisions do no harm ({@code Mechanism}).
 *
 * <p>The token writes what it decrypts into key memory. What its own library keeps of a key
 * meanwhile is the library's business: a token in software, such as SoftHSM, has it in ordinary
 * memory.
 */
public final class Pkcs11KeyManagement implements OpenKeyManagement {
  private final Pkcs11Token token;
  private final WrappingKeys keys;

  private Pkcs11KeyManagement(Pkcs11Token token, InstantSource clock) {
    this.token = token;
    this.keys = new WrappingKeys(token, clock);
  }

  /**
   * Logs in to the token.
   *
   * @throws TokenRefused when the library, the PIN or the PIN file is refused, with the reason
   * @throws KmsUnavailable when the token is not there, or does not answer within 30 seconds
   */
  public static Pkcs11KeyManagement open(Pkcs11Settings settings, InstantSource clock) {
    return new Pkcs11KeyManagement(Pkcs11Token.open(settings), clock);
  }

  /** Looks for versions at the next call, however short ago that was done. */
  @Override
  public void refresh() {
    keys.forget();
  }

  /**
   * See {@link KeyManagement}.
   *
   * @throws KmsUnavailable when the token does not answer, or the key is one that must not be used
   */
  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    byte[] aad = KmsAad.of(name, context);
    return token.use(session -> {
      WrappingKeys.Found newest = keys.newest(session, name);
      byte[] wrapped =
          switch (name) {
            case CONTROL -> TokenCipher.gcmWrap(session, newest.handle(), aad, key);
            case EXECUTION, WEBHOOK -> TokenCipher.rsaWrap(session, newest.handle(), aad, key);
          };
      return new WrappedKey(newest.label().version(), wrapped).bytes(Provider.PKCS11);
    });
  }

  /**
   * See {@link KeyManagement}.
   *
   * @throws CryptoFailure when this token has no such version, or anything was changed
   * @throws KmsUnavailable when the token does not answer, or the key is one that must not be used
   */
  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    WrappedKey parsed = WrappedKey.parse(Provider.PKCS11, wrapped);
    byte[] aad = KmsAad.of(name, context);
    return token.use(session -> {
      long key = keys.unwrapping(session, name, parsed.keyVersion());
      return switch (name) {
        case CONTROL -> TokenCipher.gcmUnwrap(session, key, aad, parsed.providerBytes());
        case EXECUTION, WEBHOOK -> TokenCipher.rsaUnwrap(session, key, aad, parsed.providerBytes());
      };
    });
  }

  /** Closes the sessions; nothing can be wrapped or unwrapped afterwards. */
  @Override
  public void close() {
    token.close();
  }
}
