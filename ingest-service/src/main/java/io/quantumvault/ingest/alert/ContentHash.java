package io.quantumvault.ingest.alert;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what an alert says, its id and its time included: the same order said twice is the
 * same content, and two orders that differ in anything are two.
 *
 * <p>Each part goes in as its length (4 bytes, big-endian; −1 for an absent one) and its UTF-8
 * bytes, so that no two different alerts have the same input.
 */
public final class ContentHash {
  private static final String LABEL = "QuantumVault/v3/signal-content";

  private ContentHash() {}

  /** 32 bytes. */
  public static byte[] of(UUID botId, Alert alert) {
    MessageDigest digest = sha256();
    add(digest, LABEL);
    add(digest, botId);
    add(digest, alert.id());
    add(digest, alert.market());
    add(digest, alert.action());
    add(digest, alert.closes());
    add(digest, alert.type());
    add(digest, alert.size());
    add(digest, alert.limitPrice());
    add(digest, alert.alertPrice());
    add(digest, alert.stopLoss());
    add(digest, alert.takeProfit());
    add(digest, alert.reduceOnly());
    add(digest, alert.positionAfter());
    add(digest, alert.sideAfter());
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
          case BigDecimal decimal -> decimal.toPlainString();
          case Size.Base(BigDecimal base) -> "base " + base.toPlainString();
          case Size.Usd(BigDecimal usd) -> "usd " + usd.toPlainString();
          case Size.Percent(BigDecimal percent) -> "percent " + percent.toPlainString();
          case Trigger.Price(BigDecimal price) -> "price " + price.toPlainString();
          case Trigger.Percent(BigDecimal percent) -> "percent " + percent.toPlainString();
          case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
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
