package io.quantumvault.forensics.victim;

import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Signs as the signer does, with keys in key memory alone. */
public final class KeyMemoryVictim {
  private KeyMemoryVictim() {}

  /** The folder of the keys is the argument. */
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    PublicInputs inputs = PublicInputs.load(folder);
    System.out.println("mode " + SecretMemory.mode());
    try (var kms = FileKeyManagement.open(folder)) {
      var owner = new Owner(inputs.owner(), inputs.salt());
      byte[] policySha256 = MessageDigest.getInstance("SHA-256").digest(inputs.policy());
      var terms =
          new GrantTerms(
              inputs.bot(), inputs.grant(), Bytes32.of(policySha256), inputs.expiresAtMs());
      new SigningLoop().run(thread -> number -> cycle(kms, inputs, owner, terms, number));
    }
  }

  private static void cycle(
      FileKeyManagement kms, PublicInputs inputs, Owner owner, GrantTerms terms, int number) {
    byte[] message = inputs.messages()[number % inputs.messages().length];
    var policy = new GrantedPolicy(inputs.bot(), 1, inputs.policy(), inputs.policyMac());
    try (var key = GrantKey.open(kms, owner, inputs.agent(), terms, inputs.wrappedEk())) {
      var signed = key.sign(policy, inputs.sealedSeed(), message);
      if (!(signed instanceof GrantKey.Signed.Signature signature)
          || !Ed25519.verify(inputs.agent(), message, signature.bytes())) {
        throw new IllegalStateException("a cycle went wrong");
      }
    }
  }
}
