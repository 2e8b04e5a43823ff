package io.quantumvault.owner;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.p2p.solanaj.utils.Base58;

/**
 * An owner wallet made for a demo or a test and forgotten afterwards. It stands where a person's
 * Phantom would: the product never sees its key. Signing is deterministic (RFC 8032), as the key
 * message needs.
 */
public final class ThrowAwayWallet {
  private final Ed25519PrivateKeyParameters key;
  private final byte[] publicKey;

  private ThrowAwayWallet(Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.publicKey = key.generatePublicKey().getEncoded();
  }

  /** A new random wallet. */
  public static ThrowAwayWallet create() {
    return new ThrowAwayWallet(new Ed25519PrivateKeyParameters(new SecureRandom()));
  }

  /** Base58. */
  public String address() {
    return Base58.encode(publicKey);
  }

  /** 32 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The 64-byte ed25519 signature over the message. */
  public byte[] sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }
}
