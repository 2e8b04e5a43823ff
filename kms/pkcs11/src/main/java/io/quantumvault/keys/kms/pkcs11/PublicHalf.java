package io.quantumvault.keys.kms.pkcs11;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import io.quantumvault.keys.kms.KeyName;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * The public half of one version on its way to the token of the wrapping service.
 *
 * <p>Bytes: {@code QuantumVault/v2/kms/<name>} ‖ 0 ‖ version u32 LE ‖ CKA_ID 16 ‖ X.509
 * SubjectPublicKeyInfo (DER). Nothing in them is secret or signed: whoever carries the file
 * compares its SHA-256.
 *
 * @param id as {@link MakingId} makes it
 */
@SuppressWarnings("ArrayRecordComponent") // a parsed file on its way, never compared
record PublicHalf(KeyLabel label, byte[] id, BigInteger modulus, BigInteger exponent) {
  private static final String PREFIX = "QuantumVault/v2/kms/";
  private static final int MAX_FILE_BYTES = 4096;

  byte[] bytes() {
    try {
      byte[] key =
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(modulus, exponent))
              .getEncoded();
      byte[] name = (PREFIX + label.name().text()).getBytes(StandardCharsets.US_ASCII);
      return ByteBuffer.allocate(name.length + 1 + 4 + MakingId.BYTES + key.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(name)
          .put((byte) 0)
          .putInt(label.version())
          .put(id)
          .put(key)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes a file apart; {@link TokenRefused} when it is none that {@link #bytes} made. */
  static PublicHalf parse(Path file, byte[] bytes) {
    for (KeyName name : KeyName.values()) {
      byte[] prefix = (PREFIX + name.text() + '\0').getBytes(StandardCharsets.US_ASCII);
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      byte[] start = new byte[Math.min(prefix.length, bytes.length)];
      in.get(start);
      if (name == KeyName.CONTROL
          || !MessageDigest.isEqual(start, prefix)
          || in.remaining() <= 4 + MakingId.BYTES) {
        continue;
      }
      KeyLabel label = new KeyLabel(name, in.getInt());
      byte[] id = new byte[MakingId.BYTES];
      in.get(id);
      byte[] der = new byte[in.remaining()];
      in.get(der);
      if (KeyLabel.parse(label.text()).isEmpty()) {
        break;
      }
      return of(file, label, id, der);
    }
    throw new TokenRefused("file %s holds no public half of a wrapping key".formatted(file));
  }

  private static PublicHalf of(Path file, KeyLabel label, byte[] id, byte[] der) {
    try {
      RSAPublicKey key =
          (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      String reason = KeyCheck.whyNotRsa(key.getModulus(), key.getPublicExponent());
      if (!reason.isEmpty()) {
        throw new TokenRefused("file %s refused: %s".formatted(file, reason));
      }
      return new PublicHalf(label, id, key.getModulus(), key.getPublicExponent());
    } catch (GeneralSecurityException e) {
      throw new TokenRefused("file %s holds no RSA key".formatted(file));
    }
  }

  static byte[] read(Path file) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      if (allowed.contains(GROUP_WRITE) || allowed.contains(OTHERS_WRITE)) {
        throw new TokenRefused(
            "file %s refused: others than its owner may write it: chmod 644".formatted(file));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MAX_FILE_BYTES);
      }
    } catch (IOException e) {
      throw new TokenRefused("file %s cannot be read".formatted(file));
    }
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, CREATE_NEW, WRITE);
    } catch (IOException e) {
      throw new TokenRefused(
          "file %s cannot be made, or exists already: nothing is overwritten".formatted(file));
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] unsigned(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed[0] == 0 && signed.length > 1
        ? Arrays.copyOfRange(signed, 1, signed.length)
        : signed;
  }
}
