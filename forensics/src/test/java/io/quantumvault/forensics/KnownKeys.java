package io.quantumvault.forensics;

import static io.quantumvault.forensics.victim.JcaCrypto.concat;

import io.quantumvault.forensics.victim.JcaCrypto;
import io.quantumvault.forensics.victim.PublicInputs;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * Keys that a test knows, with the records a victim opens, made on BouncyCastle: the secrets that a
 * victim derives on the way are known as well, to the nonce of each signature.
 */
final class KnownKeys {
  private static final int MESSAGES = 4;
  private static final BigInteger GROUP_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final List<Secret> secrets = new ArrayList<>();
  private final Random random;
  private final byte[] kmsKey;
  private final byte[] kmsPublicKey;
  private final PublicInputs inputs;

  KnownKeys(Random random) throws Exception {
    this.random = random;
    kmsKey = secret("KMS key", SecretType.X25519, bytes(32));
    kmsPublicKey = new X25519PrivateKeyParameters(kmsKey).generatePublicKey().getEncoded();
    byte[] ek = secret("EK", SecretType.KEY32, bytes(32));
    byte[] seed = secret("seed", SecretType.SEED, bytes(32));
    byte[] agent = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    byte[] owner = bytes(32);
    byte[] salt = bytes(32);
    UUID bot = new UUID(random.nextLong(), random.nextLong());
    UUID grant = new UUID(random.nextLong(), random.nextLong());
    byte[] policy = bytes(400);
    long expiresAtMs = random.nextLong(1L << 40);
    byte[] grantAad = Aad.grant(owner, agent, bot, grant, sha256(policy), expiresAtMs).bytes();
    secret("HKDF key of EK", SecretType.KEY32, hmac(salt, ek));
    byte[] policyKey =
        secret("policy key", SecretType.KEY32, hkdf(ek, salt, JcaCrypto.info("policy-mac")));
    byte[] sealingKey =
        secret(
            "private-key key", SecretType.AES256, hkdf(ek, salt, JcaCrypto.info("agent-privkey")));
    byte[] policyMac =
        hmac(
            policyKey,
            concat(
                ascii("QuantumVault/v2/policy"),
                id(bot),
                new byte[] {1, 0, 0, 0, 0, 0, 0, 0},
                policy));
    byte[][] messages = new byte[MESSAGES][];
    for (int i = 0; i < MESSAGES; i++) {
      messages[i] = bytes(300);
      addNonce("nonce of message " + i, seed, messages[i]);
    }
    inputs =
        new PublicInputs(
            owner,
            salt,
            agent,
            bot,
            grant,
            policy,
            policyMac,
            expiresAtMs,
            wrap(grantAad, ek),
            seal(sealingKey, Aad.seed(owner, agent).bytes(), seed),
            messages);
    secrets.add(new Secret("agent public key", SecretType.PUBLIC_CONTROL, agent));
  }

  /** Every secret, and the public control. */
  List<Secret> secrets() {
    return List.copyOf(secrets);
  }

  /** The file of secrets, outside what a victim reads. */
  void saveSecrets(Path file) throws IOException {
    HexFormat hex = HexFormat.of();
    Files.createFile(file, mode("rw-------"));
    var text = new StringBuilder("# name type hex\n");
    for (Secret secret : secrets) {
      text.append(secret.name().replace(' ', '-'))
          .append(' ')
          .append(secret.type().text())
          .append(' ')
          .append(hex.formatHex(secret.value()))
          .append('\n');
    }
    Files.writeString(file, text);
  }

  /** What a victim reads: the key file, and public inputs. */
  void saveInputs(Path folder) throws IOException {
    Files.write(
        Files.createFile(folder.resolve("kms-execution-v1.key"), mode("rw-------")), kmsKey);
    Files.write(
        Files.createFile(folder.resolve("kms-execution-v1.pub"), mode("rw-r--r--")), kmsPublicKey);
    inputs.save(folder);
  }

  /** Provider 1, key version 1, then the encapsulated key and the sealed bytes. */
  private byte[] wrap(byte[] aad, byte[] ek) throws Exception {
    byte[] info = ascii("QuantumVault/v2/kms/execution");
    var hpke =
        new HPKE(
            HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    byte[][] sealed =
        hpke.seal(hpke.deserializePublicKey(kmsPublicKey), info, aad, ek, null, null, null);
    byte[] encapsulated = sealed[1];
    JcaCrypto.HpkeSecrets known = JcaCrypto.hpke(kmsKey, kmsPublicKey, encapsulated, info);
    secret("HPKE agreed", SecretType.KEY32, known.agreed());
    secret("HPKE extracted", SecretType.KEY32, known.extracted());
    secret("HPKE shared", SecretType.KEY32, known.shared());
    secret("HPKE schedule secret", SecretType.KEY32, known.scheduleSecret());
    secret("HPKE key", SecretType.AES256, known.key());
    return concat(new byte[] {1, 1, 0, 0, 0}, encapsulated, sealed[0]);
  }

  private byte[] seal(byte[] key, byte[] aad, byte[] plain) throws Exception {
    byte[] iv = bytes(12);
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(true, new AEADParameters(new KeyParameter(key), 128, iv, aad));
    byte[] out = new byte[plain.length + 16];
    cipher.doFinal(out, cipher.processBytes(plain, 0, plain.length, out, 0));
    return concat(
        iv, Arrays.copyOfRange(out, plain.length, out.length), Arrays.copyOf(out, plain.length));
  }

  /** Whoever knows the nonce of a signature computes the key from it (RFC 8032, 5.1.6). */
  private void addNonce(String name, byte[] seed, byte[] message) {
    byte[] prefix = Arrays.copyOfRange(sha512(seed), 32, 64);
    byte[] digest = sha512(concat(prefix, message));
    secret(name + " first half", SecretType.KEY32, Arrays.copyOf(digest, 32));
    secret(name + " second half", SecretType.KEY32, Arrays.copyOfRange(digest, 32, 64));
    byte[] reduced = bigEndian(new BigInteger(1, reversed(digest)).mod(GROUP_ORDER));
    secret(name + " reduced", SecretType.KEY32, reversed(reduced));
  }

  private byte[] secret(String name, SecretType type, byte[] value) {
    secrets.add(new Secret(name, type, value));
    return value;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static byte[] hkdf(byte[] input, byte[] salt, byte[] info) {
    var generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(input, salt, info));
    byte[] key = new byte[32];
    generator.generateBytes(key, 0, key.length);
    return key;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    var mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    mac.update(message, 0, message.length);
    byte[] out = new byte[32];
    mac.doFinal(out, 0);
    return out;
  }

  private static byte[] sha512(byte[] message) {
    var digest = new SHA512Digest();
    digest.update(message, 0, message.length);
    byte[] out = new byte[64];
    digest.doFinal(out, 0);
    return out;
  }

  private static byte[] sha256(byte[] message) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(message);
  }

  private static byte[] id(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] bigEndian(BigInteger number) {
    byte[] result = new byte[32];
    byte[] bytes = number.toByteArray();
    System.arraycopy(bytes, 0, result, 32 - bytes.length, bytes.length);
    return result;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
