package io.quantumvault.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import tools.jackson.databind.json.JsonMapper;

/** Posts alerts as a sender does that signs them after the Standard Webhooks specification. */
public final class SignedAlertSender {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final String PREFIX = "whsec_";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * What is signed.
   *
   * @param id of the message; a retry keeps it
   * @param seconds since 1970, of this sending
   */
  public record Message(String id, long seconds, String body) {
    /** One entry of the header {@code webhook-signature}: {@code v1,} and Base64. */
    public String signedWith(String secret) {
      byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      byte[] content = (id + "." + seconds + "." + body).getBytes(UTF_8);
      HMac mac = new HMac(new SHA256Digest());
      mac.init(new KeyParameter(key));
      mac.update(content, 0, content.length);
      byte[] result = new byte[mac.getMacSize()];
      mac.doFinal(result, 0);
      return "v1," + Base64.getEncoder().encodeToString(result);
    }
  }

  /**
   * Posts and waits.
   *
   * @param signatures one or more entries, with spaces between them
   */
  public AlertSender.Answer post(String hookUrl, Message message, String signatures)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(hookUrl))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(message.seconds()))
                .header("webhook-signature", signatures)
                .POST(BodyPublishers.ofString(message.body()))
                .build(),
            BodyHandlers.ofString());
    return new AlertSender.Answer(
        response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }
}
