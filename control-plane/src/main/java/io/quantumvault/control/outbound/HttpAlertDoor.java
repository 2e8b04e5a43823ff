package io.quantumvault.control.outbound;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.trial.AlertDoor;
import io.quantumvault.kit.password.InternalToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The door of ingest-service, with the token that both hold. */
public final class HttpAlertDoor implements AlertDoor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpAlertDoor.class);
  private static final String PATH = "/internal/test-alerts";
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** Ingest answers within 2.5 s, whatever is broken. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final int MOST_ANSWER_BYTES = 64 * 1024;

  private final URI address;
  private final InternalToken token;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Takes where the door is. */
  public HttpAlertDoor(URI base, InternalToken token) {
    this.address = base.resolve(PATH);
    this.token = token;
  }

  @Override
  public Answer send(Bot bot, String contentType, byte[] body) {
    try {
      var answer =
          client.send(
              request(bot, contentType, body),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MOST_ANSWER_BYTES));
      return read(answer);
    } catch (IOException e) {
      return unavailable(e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable();
    }
  }

  private HttpRequest request(Bot bot, String contentType, byte[] body) {
    return HttpRequest.newBuilder(address)
        .timeout(ANSWER)
        .header("Authorization", token.authorization())
        .header("Content-Type", contentType)
        .header("Bot-Id", bot.id().toString())
        .header("Agent-Wallet", bot.agentWallet())
        .header("Owner", bot.owner())
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private Answer read(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 202 -> taken(answer.body());
      // What the owner can mend; a token that is refused, or an address that is not there, is ours.
      case 400, 408, 413, 415, 422, 429 -> new Answer.Refused(status, answer.body());
      default -> unavailable("HTTP " + status);
    };
  }

  private Answer taken(byte[] body) {
    try {
      return new Answer.Taken(UUID.fromString(json.readTree(body).path("signalId").asString("")));
    } catch (JacksonException | IllegalArgumentException e) {
      return unavailable("an answer without an id");
    }
  }

  private static Answer unavailable(String why) {
    LOG.atWarn().addKeyValue("cause", why).log("An alert could not be handed in to be tested");
    return new Answer.Unavailable();
  }

  @Override
  public void close() {
    client.close();
  }
}
