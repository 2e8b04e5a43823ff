package io.quantumvault.bench;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SealedSeed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.GrantKey;

/** The product's own calls, keys in key memory; for one thread. */
final class ProductCycle implements AutoCloseable {
  private final TradeKeys keys;
  private final FileKeyManagement kms;
  private final SecretMemory ek;
  private final byte[] seedAad;

  ProductCycle(TradeKeys keys) {
    this.keys = keys;
    this.kms = keys.kms();
    this.ek = kms.unwrap(KeyName.EXECUTION, keys.grant(), keys.wrappedEk());
    this.seedAad = keys.seedAad();
  }

  /** What the signer does for a trade: unwrap, policy MAC, derive, open the seed, sign, wipe. */
  byte[] signer() {
    try (GrantKey key =
        GrantKey.open(kms, keys.owner(), keys.agent(), keys.terms(), keys.wrappedEk())) {
      return switch (key.sign(keys.policy(), keys.sealedSeed(), keys.message())) {
        case GrantKey.Signed.Signature signature -> signature.bytes();
        case GrantKey.Signed.PolicyNotAuthentic bad -> throw new IllegalStateException("policy");
      };
    }
  }

  /** The same but for the key management and the policy: derive, open the seed, sign, wipe. */
  byte[] chain() {
    return new SealedSeed(
            keys.owner().salt(),
            TradeKeys.PRIVATE_KEY_INFO,
            seedAad,
            keys.sealedSeed(),
            keys.agent())
        .sign(ek, keys.message());
  }

  @Override
  public void close() {
    ek.close();
    kms.close();
  }
}
