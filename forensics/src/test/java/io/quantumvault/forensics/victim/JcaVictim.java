package io.quantumvault.forensics.victim;

import static io.quantumvault.forensics.victim.JcaCrypto.concat;

import io.quantumvault.keys.record.Aad;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;

/**
 * The same cycle as {@link KeyMemoryVictim} on what the JDK brings, with every array wiped that a
 * caller can reach: the search must find what it leaves.
 */
public final class JcaVictim {
  private static final byte[] PUBLIC_KEY_HEADER =
      HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicInputs inputs;
  private final byte[] kmsKey;
  private final byte[] kmsPublicKey;
  private final byte[] grant;
  private final PublicKey agent;

  private JcaVictim(Path folder) throws Exception {
    inputs = PublicInputs.load(folder);
    kmsKey = Files.readAllBytes(folder.resolve("kms-execution-v1.key"));
    kmsPublicKey = Files.readAllBytes(folder.resolve("kms-execution-v1.pub"));
    byte[] policySha256 = MessageDigest.getInstance("SHA-256").digest(inputs.policy());
    grant =
        Aad.grant(
                inputs.owner(),
                inputs.agent(),
                inputs.bot(),
                inputs.grant(),
                policySha256,
                inputs.expiresAtMs())
            .bytes();
    agent =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(concat(PUBLIC_KEY_HEADER, inputs.agent())));
  }

  /** The folder of the keys is the argument. */
  public static void main(String... arguments) throws Exception {
    var victim = new JcaVictim(Path.of(arguments[0]));
    new SigningLoop().run(thread -> victim::cycle);
  }

  private void cycle(int number) {
    byte[] message = inputs.messages()[number % inputs.messages().length];
    try {
      byte[] ek = unwrap();
      byte[] prk = JcaCrypto.extract(inputs.salt(), ek);
      byte[] policyKey = JcaCrypto.expand(prk, JcaCrypto.info("policy-mac"), 32);
      byte[] sealingKey = JcaCrypto.expand(prk, JcaCrypto.info("agent-privkey"), 32);
      byte[] seed = openSeed(sealingKey);
      boolean good = isGranted(policyKey) && isGood(message, sign(seed, message));
      for (byte[] secret : new byte[][] {ek, prk, policyKey, sealingKey, seed}) {
        Arrays.fill(secret, (byte) 0);
      }
      if (!good) {
        throw new IllegalStateException("a cycle went wrong");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] unwrap() throws GeneralSecurityException {
    // Provider and key version come first.
    byte[] encapsulated = Arrays.copyOfRange(inputs.wrappedEk(), 5, 37);
    byte[] sealed = Arrays.copyOfRange(inputs.wrappedEk(), 37, inputs.wrappedEk().length);
    JcaCrypto.HpkeSecrets hpke =
        JcaCrypto.hpke(
            kmsKey, kmsPublicKey, encapsulated, JcaCrypto.ascii("QuantumVault/v2/kms/execution"));
    try {
      return JcaCrypto.gcm(Cipher.DECRYPT_MODE, hpke.key(), hpke.nonce(), grant, sealed);
    } finally {
      hpke.wipe();
    }
  }

  private byte[] openSeed(byte[] sealingKey) throws GeneralSecurityException {
    byte[] sealed = inputs.sealedSeed();
    byte[] tagLast =
        concat(Arrays.copyOfRange(sealed, 28, sealed.length), Arrays.copyOfRange(sealed, 12, 28));
    byte[] aad = Aad.seed(inputs.owner(), inputs.agent()).bytes();
    return JcaCrypto.gcm(Cipher.DECRYPT_MODE, sealingKey, Arrays.copyOf(sealed, 12), aad, tagLast);
  }

  private boolean isGranted(byte[] policyKey) throws GeneralSecurityException {
    byte[] header = concat(JcaCrypto.ascii("QuantumVault/v2/policy"), id(), u64(1));
    return MessageDigest.isEqual(
        JcaCrypto.hmac(policyKey, concat(header, inputs.policy())), inputs.policyMac());
  }

  private byte[] id() {
    return ByteBuffer.allocate(16)
        .putLong(inputs.bot().getMostSignificantBits())
        .putLong(inputs.bot().getLeastSignificantBits())
        .array();
  }

  private static byte[] u64(int value) {
    return new byte[] {(byte) value, 0, 0, 0, 0, 0, 0, 0};
  }

  private static byte[] sign(byte[] seed, byte[] message) throws GeneralSecurityException {
    var key =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(message);
    return signer.sign();
  }

  private boolean isGood(byte[] message, byte[] signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(agent);
    verifier.update(message);
    return verifier.verify(signature);
  }
}
