package io.quantumvault.signer;

import io.quantumvault.signer.hardening.Confinement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A start that ends before any work, for a JVM that notes down what a start needs ({@code
 * -XX:AOTCacheOutput}); a later start that is given the notes is back in about half the time. It is
 * given keys made for it and speaks to nobody: the ports it asks are closed.
 */
final class SignerRehearsal {
  private static final String NOBODY = "127.0.0.1:1";
  private static final Duration SOON = Duration.ofMillis(50);

  private SignerRehearsal() {}

  /** Takes what {@link SignerApplication#main} takes. */
  public static void main(String[] args) {
    Confinement.rehearse(args);
    kafka();
    database();
    chain();
    System.setProperty("spring.context.exit", "onRefresh");
    SignerApplication.rehearse(args);
  }

  private static void kafka() {
    Map<String, Object> settings = Map.of("bootstrap.servers", NOBODY, "group.id", "rehearsal");
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.assign(List.of(new TopicPartition("rehearsal", 0)));
      var _ = consumer.poll(SOON);
    }
    var toBytes = new ByteArraySerializer();
    new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", NOBODY), toBytes, toBytes)
        .close(SOON);
  }

  private static void database() {
    failing(address -> {
      try (var connection = DriverManager.getConnection("jdbc:postgresql://" + address + "/")) {
        return connection.isClosed();
      } catch (SQLException e) {
        return true;
      }
    });
  }

  private static void chain() {
    failing(address -> {
      try (var client = HttpClient.newHttpClient()) {
        var question =
            HttpRequest.newBuilder(URI.create("http://" + address))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return client.send(question, HttpResponse.BodyHandlers.ofByteArray()).statusCode() > 0;
      } catch (IOException e) {
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    });
  }

  /** Nobody is there; what was loaded to find that out is what counts. */
  private static void failing(Function<String, Boolean> attempt) {
    if (!attempt.apply(NOBODY)) {
      throw new IllegalStateException("somebody answers on " + NOBODY);
    }
  }
}
