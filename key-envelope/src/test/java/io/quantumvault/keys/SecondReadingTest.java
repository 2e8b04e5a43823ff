package io.quantumvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads every golden file with BouncyCastle, the layouts written out here a second time from the
 * page on keys. Nothing of this module's code is used, so a golden file cannot follow a mistake in
 * it.
 */
class SecondReadingTest {
  private static final Properties AAD = Golden.file("aad");
  private static final Properties RECORDS = Golden.file("sealed-records");
  private static final Properties DERIVED = Golden.file("hierarchy");
  private static final Properties WRAPPED = Golden.file("wrapped-keys");
  private static final Properties VAULT = Golden.file("vault");
  private static final Properties SLOTS = Golden.file("umk-slots");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void recordsOpenUnderTheContextOfThePage(int type) throws InvalidCipherTextException {
    byte[] aad = aad(type);

    assertThat(aad).isEqualTo(Golden.bytes(AAD, String.valueOf(type)));
    assertThat(
            open(
                Golden.bytes(RECORDS, type + ".key"), aad, Golden.bytes(RECORDS, type + ".record")))
        .isEqualTo(Golden.bytes(RECORDS, type + ".plaintext"));
  }

  @Test
  void everyKeyIsDerivedAsThePageSays() {
    byte[] umk = derived("umk");
    byte[] agent = Golden.input("agent");
    byte[] ek = hkdf(umk, info("execution"), agent);

    assertThat(ek).isEqualTo(derived("executionKey"));
    assertThat(hkdf(umk, info("mnemonic"), agent)).isEqualTo(derived("mnemonicKey"));
    assertThat(hkdf(umk, info("profile"))).isEqualTo(derived("profileKey"));
    assertThat(hkdf(ek, info("agent-privkey"))).isEqualTo(derived("privateKeyKey"));
    byte[] policyKey = hkdf(ek, info("policy-mac"));
    byte[] covered =
        concat(
            text("QuantumVault/v2/policy"),
            Golden.uuid("bot"),
            little(8, Long.parseLong(DERIVED.getProperty("policyVersion"))),
            derived("policyBytes"));
    assertThat(hmac(policyKey, covered)).isEqualTo(derived("policyMac"));
  }

  @Test
  void everySlotKeyAndCheckValueIsDerivedAsThePageSays() {
    byte[] wallet = slotInput(derived("kSha256"), derived("signature"));
    byte[] code = slotInput(new byte[32], derived("recoveryCode"));

    assertThat(hkdf(wallet, info("slot"), slotTail(1))).isEqualTo(derived("slotKey"));
    assertThat(hkdf(wallet, info("slot-check"), slotTail(1))).isEqualTo(derived("slotCheck"));
    assertThat(hkdf(code, info("slot"), slotTail(2))).isEqualTo(derived("recoverySlotKey"));
    assertThat(hkdf(code, info("slot-check"), slotTail(2))).isEqualTo(derived("recoverySlotCheck"));
    assertThat(hkdf(code, info("slot"), slotTail(3))).isEqualTo(derived("passkeySlotKey"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"execution", "execution.order", "webhook"})
  void whatOnlyTheOtherServiceUnwrapsIsHpke(String golden) throws InvalidCipherTextException {
    byte[] wrapped = header(golden);
    String name = golden.replace(".order", "");
    assertThat(hpkeOpen(Golden.bytes(WRAPPED, golden + ".key"), name, aad(type(golden)), wrapped))
        .isEqualTo(Golden.bytes(WRAPPED, golden + ".plaintext"));
  }

  private static byte[] hpkeOpen(byte[] key, String name, byte[] aad, byte[] sealed)
      throws InvalidCipherTextException {
    HPKE hpke =
        new HPKE(
            HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    byte[] publicKey = new byte[32];
    X25519.generatePublicKey(key, 0, publicKey, 0);
    return hpke.open(
        Arrays.copyOf(sealed, 32),
        hpke.deserializePrivateKey(key, publicKey),
        text("QuantumVault/v2/kms/" + name),
        aad,
        Arrays.copyOfRange(sealed, 32, sealed.length),
        null,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"control.slot", "control.totp", "control.pseudonym"})
  void whatControlWrapsIsSealedUnderItsName(String golden) throws InvalidCipherTextException {
    assertThat(
            open(
                Golden.bytes(WRAPPED, golden + ".key"),
                concat(text("QuantumVault/v2/kms/control"), aad(type(golden))),
                header(golden)))
        .isEqualTo(Golden.bytes(WRAPPED, golden + ".plaintext"));
  }

  @Test
  void aMasterKeyIsSealedByItsSlotAndThenByControl() throws InvalidCipherTextException {
    for (String slot : List.of("wallet", "recovery")) {
      byte[] wrapped = Golden.bytes(SLOTS, slot + ".wrapped");
      assertThat(wrapped).startsWith(1, 2, 1, 0, 0);
      byte[] inner =
          open(
              Golden.bytes(SLOTS, "controlKey"),
              concat(text("QuantumVault/v2/kms/control"), aad(1)),
              Arrays.copyOfRange(wrapped, 5, wrapped.length));

      assertThat(inner).isEqualTo(Golden.bytes(SLOTS, slot + ".inner"));
      byte[] slotKey = derived(slot.equals("wallet") ? "slotKey" : "recoverySlotKey");
      assertThat(open(slotKey, aad(1), inner)).isEqualTo(derived("umk"));
      assertThat(Golden.bytes(SLOTS, slot + ".check"))
          .isEqualTo(derived(slot.equals("wallet") ? "slotCheck" : "recoverySlotCheck"));
    }
  }

  /** From the master key down to the signature, as the page has it, without one call of ours. */
  @Test
  void theWayOfAKeyIsAsThePageSays() throws InvalidCipherTextException {
    byte[] umk = vault("umk");
    byte[] agent = vault("agent");
    byte[] seed = vault("seed");
    byte[] publicKey = new byte[32];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    assertThat(publicKey).isEqualTo(agent);
    assertThat(open(hkdf(umk, info("profile")), aadOf(2), vault("profileRecord")))
        .isEqualTo(vault("profile"));
    assertThat(open(hkdf(umk, info("mnemonic"), agent), aadOf(3, agent), vault("entropyRecord")))
        .isEqualTo(vault("entropy"));
    byte[] ek = hkdf(umk, info("execution"), agent);
    assertThat(ek).isEqualTo(vault("executionKey"));
    assertThat(open(hkdf(ek, info("agent-privkey")), aadOf(4, agent), vault("seedRecord")))
        .isEqualTo(seed);
    long version = Long.parseLong(VAULT.getProperty("policyVersion"));
    byte[] covered =
        concat(
            text("QuantumVault/v2/policy"),
            Golden.uuid("bot"),
            little(8, version),
            vault("policy"));
    assertThat(hmac(hkdf(ek, info("policy-mac")), covered)).isEqualTo(vault("policyMac"));
    byte[] wrapped = vault("wrappedEk");
    assertThat(wrapped).startsWith(1, 4, 0, 0, 0);
    byte[] terms =
        aadOf(
            5,
            agent,
            Golden.uuid("bot"),
            Golden.uuid("grant"),
            Golden.sha256(vault("policy")),
            little(8, Golden.expiresAtMs()));
    assertThat(
            hpkeOpen(
                vault("executionPrivate"),
                "execution",
                terms,
                Arrays.copyOfRange(wrapped, 5, wrapped.length)))
        .isEqualTo(ek);
    byte[] signature = new byte[64];
    byte[] message = vault("message");
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    assertThat(signature).isEqualTo(vault("signature"));
  }

  private static byte[] vault(String name) {
    return Golden.bytes(VAULT, name);
  }

  private static byte[] aadOf(int type, byte[]... context) {
    return concat(little(4, 2), new byte[] {(byte) type}, Golden.input("owner"), concat(context));
  }

  /** Version u32 LE (2) ‖ type u8 ‖ owner 32, zeros where there is none ‖ context. */
  private static byte[] aad(int type) {
    byte[] owner = type == 7 || type == 8 ? new byte[32] : Golden.input("owner");
    byte[] agent = Golden.input("agent");
    byte[] expiry = little(8, Golden.expiresAtMs());
    byte[] context =
        switch (type) {
          case 1 -> concat(Golden.uuid("slot"), little(4, Golden.slotVersion()));
          case 2 -> new byte[0];
          case 3, 4 -> agent;
          case 5 ->
              concat(
                  agent,
                  Golden.uuid("bot"),
                  Golden.uuid("grant"),
                  Golden.input("policySha256"),
                  expiry);
          case 6 -> Golden.uuid("webhook");
          case 7 -> Golden.uuid("totp");
          case 8 -> Golden.uuid("pseudonym");
          case 9 -> concat(agent, Golden.uuid("order"), Golden.input("orderTextSha256"), expiry);
          default -> throw new IllegalArgumentException("type " + type);
        };
    return concat(little(4, 2), new byte[] {(byte) type}, owner, context);
  }

  /** Provider u8 (1) ‖ key version u32 LE ‖ the provider's bytes, which are returned. */
  private static byte[] header(String golden) {
    byte[] wrapped = Golden.bytes(WRAPPED, golden + ".wrapped");
    long version = Long.parseLong(WRAPPED.getProperty(golden + ".version"));
    assertThat(wrapped).startsWith(concat(new byte[] {1}, little(4, version)));
    return Arrays.copyOfRange(wrapped, 5, wrapped.length);
  }

  private static int type(String golden) {
    return Integer.parseInt(WRAPPED.getProperty(golden + ".type"));
  }

  private static byte[] slotInput(byte[] keyMessageSha256, byte[] secret) {
    return concat(Golden.input("owner"), keyMessageSha256, secret);
  }

  private static byte[] slotTail(int kind) {
    return concat(new byte[] {(byte) kind}, Golden.uuid("slot"), little(4, Golden.slotVersion()));
  }

  private static byte[] info(String label) {
    return text("QuantumVault/v2/" + label + "\0");
  }

  private static byte[] hkdf(byte[] input, byte[]... info) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(input, Golden.input("salt"), concat(info)));
    byte[] out = new byte[32];
    hkdf.generateBytes(out, 0, out.length);
    return out;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    HMac hmac = new HMac(new SHA256Digest());
    hmac.init(new KeyParameter(key));
    hmac.update(message, 0, message.length);
    byte[] out = new byte[32];
    hmac.doFinal(out, 0);
    return out;
  }

  /** IV 12 ‖ tag 16 ‖ ciphertext. */
  private static byte[] open(byte[] key, byte[] aad, byte[] record)
      throws InvalidCipherTextException {
    var gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(false, new AEADParameters(new KeyParameter(key), 128, Arrays.copyOf(record, 12), aad));
    byte[] theirs =
        concat(Arrays.copyOfRange(record, 28, record.length), Arrays.copyOfRange(record, 12, 28));
    byte[] out = new byte[gcm.getOutputSize(theirs.length)];
    int done = gcm.processBytes(theirs, 0, theirs.length, out, 0);
    gcm.doFinal(out, done);
    return out;
  }

  private static byte[] little(int size, long number) {
    byte[] eight = ByteBuffer.allocate(8).putLong(Long.reverseBytes(number)).array();
    return Arrays.copyOf(eight, size);
  }

  private static byte[] derived(String name) {
    return Golden.bytes(DERIVED, name);
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
