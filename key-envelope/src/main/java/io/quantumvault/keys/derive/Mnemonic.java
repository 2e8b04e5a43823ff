package io.quantumvault.keys.derive;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.MnemonicWords;
import io.quantumvault.keys.memory.Pbkdf2;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An agent wallet's BIP-39 mnemonic and the ed25519 seed it stands for at {@code m/44'/501'/0'/0'}
 * (SLIP-0010), as Phantom and other Solana wallets derive it.
 *
 * <p>Entropy, sentence, stretched seed and chain codes exist in key memory only.
 */
public final class Mnemonic {
  private static final int ENTROPY_BYTES = 32;
  private static final int ROUNDS = 2048;
  private static final byte[] SALT = "mnemonic".getBytes(StandardCharsets.US_ASCII);

  private Mnemonic() {}

  /** New entropy for 24 words. */
  public static SecretMemory newEntropy() {
    return SecretMemory.random(ENTROPY_BYTES);
  }

  /** The 32-byte ed25519 seed, without a passphrase. */
  public static SecretMemory seedOf(SecretMemory entropy) {
    return seedOf(entropy, null);
  }

  /**
   * The 32-byte ed25519 seed.
   *
   * @param passphrase UTF-8 in normal form NFKD, or null for none; see {@link Passphrase}
   * @throws CryptoFailure unless the entropy has 16, 20, 24, 28 or 32 bytes
   */
  public static SecretMemory seedOf(SecretMemory entropy, @Nullable SecretMemory passphrase) {
    return seedOf(entropy, passphrase, 0);
  }

  /**
   * The 32-byte ed25519 seed of a further account, at {@code m/44'/501'/account'/0'}, where wallets
   * have theirs.
   *
   * @param account from 0
   */
  public static SecretMemory seedOf(
      SecretMemory entropy, @Nullable SecretMemory passphrase, int account) {
    if (account < 0) {
      throw new IllegalArgumentException("an account is a number from 0");
    }
    try (SecretMemory sentence = MnemonicWords.sentenceOf(entropy);
        SecretMemory master = stretch(sentence, passphrase)) {
      return Slip10.key(master, Slip10.solanaPath(account));
    }
  }

  /** PBKDF2 as BIP-39 has it: 64 bytes. */
  static SecretMemory stretch(SecretMemory sentence, @Nullable SecretMemory passphrase) {
    return Pbkdf2.sha512(sentence, SALT, passphrase, ROUNDS);
  }
}
