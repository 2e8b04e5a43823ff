package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.inbound.SecretTrials.Trial;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.schemas.ids.Base58;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures after the Standard Webhooks specification: {@code webhook-signature} holds one or more
 * {@code v1,<base64>}, each an HMAC-SHA256 over {@code id.timestamp.body}; the timestamp is at most
 * five minutes off. Any of the route's secrets may have made it, so that they can be rotated.
 *
 * <p>A secret is in key memory only, only while it is used, on a thread of its own; what it gives
 * is compared in constant time. Nothing of it is kept between requests: key management decides each
 * time whether it still opens.
 */
public final class StandardWebhooks implements SignatureCheck {
  private static final Logger LOG = LoggerFactory.getLogger(StandardWebhooks.class);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e&&[^.]]{1,128}");
  private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}");
  private static final int MAX_SECRETS = 2;
  private static final int MAX_SIGNATURES = 8;

  private static final int PLACES = 64;

  private final KeyUnwrapping keys;
  private final SecretTrials trials;

  /**
   * A check whose secrets are opened by this KMS.
   *
   * @param within how long opening all of a webhook's secrets may take; afterwards the verdict is
   *     {@link Verdict.Unavailable}, whatever the KMS does
   */
  public StandardWebhooks(KeyUnwrapping keys, Duration within) {
    // Not virtual: a call that hangs in native code would take a carrier from all other requests.
    this(keys, within, Thread.ofPlatform().daemon().name("webhook-secret").factory());
  }

  StandardWebhooks(KeyUnwrapping keys, Duration within, ThreadFactory threads) {
    this.keys = keys;
    this.trials = new SecretTrials(within, PLACES, threads);
  }

  @Override
  public Verdict check(Route route, IncomingRequest request, byte[] body, Instant now) {
    String id = request.header("webhook-id");
    String timestamp = request.header("webhook-timestamp");
    String signatures = request.header("webhook-signature");
    if (id == null || !ID.matcher(id).matches()) {
      return new Verdict.Refused("webhook-id is missing or out of form");
    }
    if (timestamp == null || !TIMESTAMP.matcher(timestamp).matches()) {
      return new Verdict.Refused("webhook-timestamp must be seconds since 1970");
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
      return new Verdict.Refused("webhook-timestamp is more than five minutes off");
    }
    List<byte[]> macs = signatures == null ? List.of() : macs(signatures);
    if (macs.isEmpty()) {
      return new Verdict.Refused("webhook-signature holds no v1 signature");
    }
    byte[] prefix = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return switch (verify(route, macs, prefix, body)) {
      case HOLDS -> new Verdict.Holds(id);
      case FAILS -> new Verdict.Refused("no signature holds");
      case UNKNOWN -> new Verdict.Unavailable();
    };
  }

  private SecretTrials.Outcome verify(Route route, List<byte[]> macs, byte[] prefix, byte[] body) {
    Aad context = Aad.webhookSecret(Base58.decode(route.owner()), route.webhookId());
    return trials.run(
        route.sealedSigningSecrets().stream()
            .limit(MAX_SECRETS)
            .<Supplier<Trial>>map(sealed -> () -> trial(route, context, sealed, macs, prefix, body))
            .toList());
  }

  private Trial trial(
      Route route, Aad context, byte[] sealed, List<byte[]> macs, byte[] prefix, byte[] body) {
    boolean holds = false;
    try (SecretMemory secret = keys.unwrap(KeyName.WEBHOOK, context, sealed)) {
      for (byte[] mac : macs) {
        holds |= Hmac.verifySha256(secret, mac, prefix, body);
      }
    } catch (KmsUnavailable e) {
      // Not a verdict on the sender: a 503 lets the alert come again. Who is interrupted was not
      // waited for any more.
      if (!Thread.currentThread().isInterrupted()) {
        LOG.atError()
            .setMessage("key management does not answer")
            .addKeyValue("reason", e.getMessage())
            .log();
      }
      return Trial.UNANSWERED;
    } catch (CryptoFailure e) {
      LOG.atError()
          .setMessage("webhook signing secret does not open")
          .addKeyValue("webhookId", route.webhookId())
          .log();
      return Trial.UNOPENED;
    }
    return holds ? Trial.HOLDS : Trial.FAILS;
  }

  private static List<byte[]> macs(String header) {
    List<byte[]> macs = new ArrayList<>();
    for (String part : header.strip().split(" +", MAX_SIGNATURES + 1)) {
      if (part.startsWith("v1,") && macs.size() < MAX_SIGNATURES) {
        try {
          macs.add(Base64.getDecoder().decode(part.substring("v1,".length())));
        } catch (IllegalArgumentException e) {
          // Not Base64, so no signature; another one in the header may be.
        }
      }
    }
    return macs;
  }
}
