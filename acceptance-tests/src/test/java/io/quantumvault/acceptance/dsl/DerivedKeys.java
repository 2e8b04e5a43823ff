package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The key hierarchy of docs/keys.md written a second time on BouncyCastle, so that a test knows the
 * very secrets it must not find. Opens what an owner with the wallet, the database and the key
 * management file together can open.
 */
public final class DerivedKeys {
  private static final int TAG_BITS = 128;

  private DerivedKeys() {}

  /** A row of the owner's wallet slot. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Slot(
      byte[] owner,
      byte[] ownerSalt,
      UUID slotId,
      int version,
      byte[] keyMessage,
      byte[] wrappedUmk) {}

  /** The slot key from the wallet's signature over the key message. */
  public static byte[] slotKey(Slot slot, byte[] signature) {
    byte[] input = concat(slot.owner(), sha256(slot.keyMessage()), signature);
    byte[] info = concat(label("slot"), new byte[] {1}, bytes(slot.slotId()), u32(slot.version()));
    return hkdf(input, slot.ownerSalt(), info);
  }

  /** The master key of the owner. */
  public static byte[] umk(Slot slot, byte[] slotKey, Path controlKey)
      throws IOException, InvalidCipherTextException {
    byte[] aad = aad(1, slot.owner(), concat(bytes(slot.slotId()), u32(slot.version())));
    byte[] outer = Arrays.copyOfRange(slot.wrappedUmk(), 5, slot.wrappedUmk().length);
    byte[] inner =
        open(
            Files.readAllBytes(controlKey),
            concat("QuantumVault/v2/kms/control".getBytes(US_ASCII), aad),
            outer);
    return open(slotKey, aad, inner);
  }

  /** The execution key of an agent wallet. */
  public static byte[] executionKey(byte[] umk, byte[] salt, byte[] agent) {
    return hkdf(umk, salt, concat(label("execution"), agent));
  }

  /** The key that seals the agent wallet's seed. */
  public static byte[] privateKeyKey(byte[] executionKey, byte[] salt) {
    return hkdf(executionKey, salt, label("agent-privkey"));
  }

  /** The key that seals the agent wallet's entropy. */
  public static byte[] mnemonicKey(byte[] umk, byte[] salt, byte[] agent) {
    return hkdf(umk, salt, concat(label("mnemonic"), agent));
  }

  /** The agent wallet's ed25519 seed. */
  public static byte[] seed(byte[] privateKeyKey, byte[] owner, byte[] agent, byte[] sealed)
      throws InvalidCipherTextException {
    return open(privateKeyKey, aad(4, owner, agent), sealed);
  }

  /** The agent wallet's BIP-39 entropy. */
  public static byte[] entropy(byte[] mnemonicKey, byte[] owner, byte[] agent, byte[] sealed)
      throws InvalidCipherTextException {
    return open(mnemonicKey, aad(3, owner, agent), sealed);
  }

  /** The 24 words of 32 bytes of entropy. */
  public static String words(byte[] entropy) throws IOException {
    List<String> list;
    try (InputStream in =
        Objects.requireNonNull(
            DerivedKeys.class.getResourceAsStream(
                "/org/bitcoinj/crypto/mnemonic/wordlist/english.txt"))) {
      list = new String(in.readAllBytes(), UTF_8).lines().toList();
    }
    byte[] bits = concat(entropy, new byte[] {sha256(entropy)[0]});
    var words = new StringJoiner(" ");
    for (int word = 0; word < 24; word++) {
      int index = 0;
      for (int bit = word * 11; bit < word * 11 + 11; bit++) {
        index = index << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1);
      }
      words.add(list.get(index));
    }
    return words.toString();
  }

  private static byte[] open(byte[] key, byte[] aad, byte[] sealed)
      throws InvalidCipherTextException {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        false, new AEADParameters(new KeyParameter(key), TAG_BITS, Arrays.copyOf(sealed, 12), aad));
    // Stored as IV, tag, ciphertext; the cipher wants the tag last.
    byte[] input =
        concat(Arrays.copyOfRange(sealed, 28, sealed.length), Arrays.copyOfRange(sealed, 12, 28));
    byte[] plain = new byte[cipher.getOutputSize(input.length)];
    int length = cipher.processBytes(input, 0, input.length, plain, 0);
    cipher.doFinal(plain, length);
    return plain;
  }

  private static byte[] aad(int type, byte[] owner, byte[] context) {
    return concat(u32(2), new byte[] {(byte) type}, owner, context);
  }

  private static byte[] label(String label) {
    return ("QuantumVault/v2/" + label + "\0").getBytes(US_ASCII);
  }

  private static byte[] hkdf(byte[] input, byte[] salt, byte[] info) {
    var generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(input, salt, info));
    byte[] key = new byte[32];
    generator.generateBytes(key, 0, key.length);
    return key;
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
