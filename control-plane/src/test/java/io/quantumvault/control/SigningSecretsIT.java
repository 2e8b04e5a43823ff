package io.quantumvault.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.v1.VaultEvent;
import io.quantumvault.schemas.v1.VaultEventKind;
import io.quantumvault.schemas.v1.WebhookKind;
import io.quantumvault.schemas.v1.WebhookRoute;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The secrets of a signed webhook, from the owner's browser to what ingest-service can open. */
@Timeout(900)
class SigningSecretsIT {
  private static final Map<String, String> SIGNED = Map.of("kind", "SIGNED");

  private final TestSystem system = TestSystem.shared();
  private final OwnerClient owner = OwnerClient.enrolledAndSignedIn(system);
  private final JsonNode bot = owner.bot(owner.agentWallet(), 0);
  private final String webhooks = "/v1/bots/" + bot.get("botId").asString() + "/webhooks";

  @Test
  void aSecretIsShownOnceAndOnlyIngestServiceOpensItAfterwards() throws Exception {
    OwnerClient.Answer answer = owner.post(webhooks, SIGNED).expect(201);
    JsonNode made = answer.body();

    assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.raw().headers().firstValue("Content-Type")).contains("application/json");
    assertThat(made.get("kind").asString()).isEqualTo("SIGNED");
    assertThat(made.get("url").asString()).endsWith("/hooks/" + made.get("token").asString());
    byte[] secret = secretOf(made);
    assertThat(secret).hasSize(32);

    WebhookRoute route = route(made, 1);
    assertThat(route.getKind()).isEqualTo(WebhookKind.WEBHOOK_KIND_SIGNED);
    assertThat(opensTo(route.getSealedSigningSecrets(0), made, secret)).isTrue();

    JsonNode listed = onlyWebhook();
    assertThat(listed.get("kind").asString()).isEqualTo("SIGNED");
    assertThat(listed.get("signingSecrets").get(0).get("secretId").asString())
        .isEqualTo(made.get("secretId").asString());
    String text = made.get("signingSecret").asString();
    assertThat(listed.toString()).doesNotContain(text);
    assertThat(everythingStored()).contains(made.get("webhookId").asString()).doesNotContain(text);
    assertThat(everythingStored())
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(text.substring("whsec_".length()))
        .doesNotContain(new String(secret, ISO_8859_1));
  }

  @Test
  void aSecondSecretComesBeforeTheFirstWhichThenGoes() throws Exception {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    String secrets = secretsOf(made);

    OwnerClient.Answer answer = owner.post(secrets, Map.of()).expect(201);
    JsonNode second = answer.body();

    assertThat(answer.raw().headers().firstValue("Cache-Control")).contains("no-store");
    WebhookRoute both = route(made, 2);
    assertThat(opensTo(both.getSealedSigningSecrets(0), made, secretOf(second))).isTrue();
    assertThat(opensTo(both.getSealedSigningSecrets(1), made, secretOf(made))).isTrue();
    assertThat(owner.post(secrets, Map.of()).expect(409).problem()).isEqualTo("limit-reached");

    owner.delete(secrets + "/" + made.get("secretId").asString()).expect(204);

    WebhookRoute one = newestRoute(made, routes -> routes.size() >= 3);
    assertThat(one.getSealedSigningSecretsList()).containsExactly(both.getSealedSigningSecrets(0));
    assertThat(onlyWebhook().get("signingSecrets").size()).isEqualTo(1);
    owner.delete(secrets + "/" + made.get("secretId").asString()).expect(404);
    String last = secrets + "/" + second.get("secretId").asString();
    assertThat(owner.delete(last).expect(409).problem()).isEqualTo("last-signing-secret");
    assertThat(sealedRows(made)).isEqualTo(1);
  }

  /** The rows of both are there when the second change is made. */
  @Test
  void theNewestIsFirstAlsoWhenARouteIsMadeFromRows() {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    JsonNode second = owner.post(secretsOf(made), Map.of()).expect(201).body();

    assertThat(onlyWebhook().get("signingSecrets").valueStream())
        .extracting(secret -> secret.get("secretId").asString())
        .containsExactly(second.get("secretId").asString(), made.get("secretId").asString());
  }

  @Test
  void everyChangeIsInTheTrail() throws Exception {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    JsonNode second = owner.post(secretsOf(made), Map.of()).expect(201).body();
    owner.delete(secretsOf(made) + "/" + made.get("secretId").asString()).expect(204);

    List<VaultEvent> events = new ArrayList<>();
    // Enrolled, signed in, wallet, bot; webhook, secret, the end of one.
    for (var record :
        new TopicReader(system.platform())
            .read(Principal.AUDIT, "vault-events-v1", owner.wallet().address(), 7)) {
      events.add(VaultEvent.parseFrom(record.value()));
    }
    assertThat(events.subList(4, 7))
        .extracting(VaultEvent::getKind)
        .containsExactly(
            VaultEventKind.VAULT_EVENT_KIND_WEBHOOK_CREATED,
            VaultEventKind.VAULT_EVENT_KIND_WEBHOOK_SECRET_CREATED,
            VaultEventKind.VAULT_EVENT_KIND_WEBHOOK_SECRET_DELETED);
    assertThat(events.subList(4, 7))
        .allMatch(event -> event.getBotId().equals(bot.get("botId").asString()))
        .allMatch(event ->
            event.getEnvelope().getCorrelationId().equals(made.get("webhookId").asString()));
    assertThat(events.get(5).getReason()).contains(second.get("secretId").asString());
    assertThat(events.get(6).getReason()).contains(made.get("secretId").asString());
  }

  @Test
  void ofTwoAtTheSameTimeOneIsTheThird() throws Exception {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    Callable<Integer> add = () -> owner.post(secretsOf(made), Map.of()).status();
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> answers = threads.invokeAll(List.of(add, add));
      assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
          .containsExactlyInAnyOrder(201, 409);
    }
    assertThat(sealedRows(made)).isEqualTo(2);
  }

  @Test
  void tenAreMadeForABotInAnHour() {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    String older = made.get("secretId").asString();
    for (int number = 2; number <= 10; number++) {
      String newer =
          owner.post(secretsOf(made), Map.of()).expect(201).body().get("secretId").asString();
      owner.delete(secretsOf(made) + "/" + older).expect(204);
      older = newer;
    }

    assertThat(owner.post(secretsOf(made), Map.of()).expect(429).problem())
        .isEqualTo("too-many-requests");
    // Nor is a new webhook a way around it; those without a secret do not count.
    owner.post(webhooks, SIGNED).expect(429);
    owner.post(webhooks, Map.of()).expect(201);
  }

  @Test
  void aTradingViewWebhookHasNone() {
    JsonNode made = owner.post(webhooks, Map.of()).expect(201).body();

    assertThat(made.has("signingSecret")).isFalse();
    assertThat(owner.post(secretsOf(made), Map.of()).expect(409).problem())
        .isEqualTo("webhook-not-signed");
    owner.post(webhooks, Map.of("kind", "SIGNED_TOO")).expect(400);
  }

  @Test
  void nobodyElsesWebhookExists() {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    String secret = secretsOf(made) + "/" + made.get("secretId").asString();
    owner.post(secretsOf(made), Map.of()).expect(201);
    var other = OwnerClient.enrolledAndSignedIn(system);

    other.post(secretsOf(made), Map.of()).expect(404);
    other.delete(secret).expect(404);
    // Nor by way of a bot of their own, or of another bot of the same owner.
    for (OwnerClient client : List.of(other, owner)) {
      JsonNode another = client.bot(client.agentWallet(), 1);
      String elsewhere =
          secret.replace(bot.get("botId").asString(), another.get("botId").asString());
      client.delete(elsewhere).expect(404);
    }
    assertThat(sealedRows(made)).isEqualTo(2);
  }

  @Test
  void aDeletedWebhookKeepsNoSecret() {
    JsonNode made = owner.post(webhooks, SIGNED).expect(201).body();
    owner.post(secretsOf(made), Map.of()).expect(201);

    owner.delete(webhooks + "/" + made.get("webhookId").asString()).expect(204);

    assertThat(sealedRows(made)).isZero();
    owner.post(secretsOf(made), Map.of()).expect(404);
  }

  private String secretsOf(JsonNode webhook) {
    return webhooks + "/" + webhook.get("webhookId").asString() + "/secrets";
  }

  private JsonNode onlyWebhook() {
    JsonNode all =
        owner.get("/v1/bots/" + bot.get("botId").asString()).expect(200).body().get("webhooks");
    assertThat(all.size()).isEqualTo(1);
    return all.get(0);
  }

  private static byte[] secretOf(JsonNode made) {
    String text = made.get("signingSecret").asString();
    assertThat(text).startsWith("whsec_");
    return Base64.getDecoder().decode(text.substring("whsec_".length()));
  }

  /** With ingest-service's own keys; compared by what it signs, since nothing reads key memory. */
  private boolean opensTo(ByteString sealed, JsonNode webhook, byte[] expected) throws Exception {
    byte[] message = "id.time.body".getBytes(US_ASCII);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(expected, "HmacSHA256"));
    Aad context =
        Aad.webhookSecret(
            Base58.decode(owner.wallet().address()),
            UUID.fromString(webhook.get("webhookId").asString()));
    try (var keys = FileKeyManagement.open(system.ingestKeys());
        SecretMemory secret = keys.unwrap(KeyName.WEBHOOK, context, sealed.toByteArray())) {
      return Hmac.verifySha256(secret, mac.doFinal(message), message);
    }
  }

  /** The newest route, once there are that many of the webhook. */
  private WebhookRoute route(JsonNode webhook, int count) throws Exception {
    return newestRoute(webhook, routes -> routes.size() >= count);
  }

  private WebhookRoute newestRoute(
      JsonNode webhook, Predicate<List<ConsumerRecord<String, byte[]>>> enough) throws Exception {
    String hash =
        HexFormat.of().formatHex(Sha256.of(webhook.get("token").asString().getBytes(US_ASCII)));
    return WebhookRoute.parseFrom(
        new TopicReader(system.platform())
            .readUntil(Principal.INGEST, "webhook-routes-v1", hash, enough)
            .getLast()
            .value());
  }

  private int sealedRows(JsonNode webhook) {
    return system
        .jdbc()
        .sql(
            "SELECT count(*) FROM control.webhook_secrets WHERE webhook_id = :id::uuid"
                + " AND wrapped_secret IS NOT NULL")
        .param("id", webhook.get("webhookId").asString())
        .query(Integer.class)
        .single();
  }

  /** The rows of everything that has to do with webhooks, and the topics' records, as text. */
  private String everythingStored() throws Exception {
    var stored = new StringBuilder();
    for (String table : List.of("webhooks", "webhook_secrets", "bots", "agent_wallets")) {
      system
          .jdbc()
          .sql("SELECT t::text FROM control." + table + " t")
          .query(String.class)
          .list()
          .forEach(stored::append);
    }
    for (var record :
        new TopicReader(system.platform())
            .read(Principal.AUDIT, "vault-events-v1", owner.wallet().address(), 5)) {
      stored.append(new String(record.value(), ISO_8859_1));
    }
    return stored.toString();
  }
}
