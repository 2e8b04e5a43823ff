package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A throw-away signer for tests. */
public final class Wallet {
  private final byte[] seed;
  private final Address address;

  private Wallet(byte[] seed) {
    this.seed = seed;
    byte[] key = new byte[32];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    address = Address.of(key);
  }

  public static Wallet number(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Wallet(seed);
  }

  public Address address() {
    return address;
  }

  public byte[] sign(byte[] message) {
    byte[] signature = new byte[64];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
