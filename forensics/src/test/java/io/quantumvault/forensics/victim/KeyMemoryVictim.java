package io.quantumvault.forensics.victim;

import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.sign.AgentSigner;
import io.quantumvault.keys.sign.Ed25519;
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
      Aad grant =
          Aad.grant(
              inputs.owner(),
              inputs.agent(),
              inputs.bot(),
              inputs.grant(),
              policySha256,
              inputs.expiresAtMs());
      new SigningLoop().run(thread -> number -> cycle(kms, inputs, owner, grant, number));
    }
  }

  private static void cycle(
      FileKeyManagement kms, PublicInputs inputs, Owner owner, Aad grant, int number) {
    byte[] message = inputs.messages()[number % inputs.messages().length];
    try (SecretMemory ek = kms.unwrap(KeyName.EXECUTION, grant, inputs.wrappedEk())) {
      boolean granted =
          Hierarchy.verifyPolicyMac(
              ek, owner, inputs.agent(), inputs.bot(), 1, inputs.policy(), inputs.policyMac());
      byte[] signature = AgentSigner.sign(ek, owner, inputs.agent(), inputs.sealedSeed(), message);
      if (!granted || !Ed25519.verify(inputs.agent(), message, signature)) {
        throw new IllegalStateException("a cycle went wrong");
      }
    }
  }
}
