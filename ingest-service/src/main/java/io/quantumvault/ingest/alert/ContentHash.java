package io.quantumvault.ingest.alert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what an alert says, its time included and its id left out: the same order said twice
 * is the same content, whatever id it comes under.
 *
 * <p>Each part goes in as its length (4 bytes, big-endian; −1 for an absent one) and its UTF-8
 * bytes, so that no two different alerts have the same input.
 */
public final class ContentHash {
  private static final String LABEL = "QuantumVault/v2/signal-content";

  private ContentHash() {}

  /** 32 bytes. */
  public static byte[] of(UUID botId, Alert alert) {
    MessageDigest digest = sha256();
    add(digest, LABEL);
    add(digest, botId);
    add(digest, alert.market());
    add(digest, alert.action().name().toLowerCase(Locale.ROOT));
    add(digest, alert.type().name().toLowerCase(Locale.ROOT));
    add(digest, alert.sizeBase());
    add(digest, alert.sizeUsd());
    add(digest, alert.limitPrice());
    add(digest, alert.alertPrice());
    add(digest, alert.positionAfter());
    add(digest, alert.reduceOnly());
    add(digest, alert.leverage());
    add(digest, alert.slippageBps());
    add(digest, alert.time().toEpochMilli());
    return digest.digest();
  }

  /** SHA-256 of some bytes. */
  public static byte[] of(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static void add(MessageDigest digest, @Nullable Object part) {
    String text =
        switch (part) {
          case null -> null;
          case java.math.BigDecimal decimal -> decimal.toPlainString();
          default -> part.toString();
        };
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(text == null ? -1 : bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
