package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An owner at their browser: speaks only HTTP, signs with their own wallet. */
final class OwnerClient {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final String baseUrl;
  private final TestWallet wallet;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> headers = new HashMap<>(Map.of("Origin", TestSystem.ORIGIN));
  private @Nullable String sessionId;

  OwnerClient(String baseUrl, TestWallet wallet) {
    this.baseUrl = baseUrl;
    this.wallet = wallet;
  }

  /** What came back. */
  record Answer(int status, JsonNode body, HttpResponse<String> raw) {
    Answer expect(int expected) {
      assertThat(status).as(() -> body.toString()).isEqualTo(expected);
      return this;
    }

    String problem() {
      return body.path("type").asString().replace("urn:quantumvault:problem:", "");
    }
  }

  static OwnerClient enrolledAndSignedIn(TestSystem system) {
    var client = new OwnerClient(system.baseUrl(), new TestWallet());
    client.enrol().expect(200);
    client.signIn();
    return client;
  }

  TestWallet wallet() {
    return wallet;
  }

  String sessionId() {
    return java.util.Objects.requireNonNull(sessionId);
  }

  OwnerClient header(String name, @Nullable String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  Answer enrol() {
    Answer challenge = challenge("enrol", Map.of()).expect(201);
    JsonNode key = authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] signature = wallet.sign(key.get("text").asString());
    return key(challenge, enrolStream(signature, signature, randomCode()));
  }

  static byte[] enrolStream(byte[] first, byte[] second, byte[] code) {
    return ByteBuffer.allocate(160).put(first).put(second).put(code).array();
  }

  static byte[] randomCode() {
    byte[] code = new byte[32];
    new SecureRandom().nextBytes(code);
    return code;
  }

  Answer signIn() {
    Answer challenge = challenge("unlock_umk", Map.of()).expect(201);
    Answer signedIn = authorise(challenge).expect(200);
    adopt(signedIn);
    return signedIn;
  }

  void adopt(Answer signedIn) {
    String cookie = signedIn.raw().headers().firstValue("Set-Cookie").orElseThrow();
    headers.put("Cookie", cookie.substring(0, cookie.indexOf(';')));
    headers.put("X-CSRF-Token", signedIn.body().get("csrfToken").asString());
    sessionId = signedIn.body().get("sessionId").asString();
  }

  Answer challenge(String purpose, Map<String, Object> bound) {
    var body = new HashMap<>(bound);
    body.put("purpose", purpose);
    body.putIfAbsent("wallet", wallet.address());
    return post("/v1/challenges", body);
  }

  /** Signs A with the wallet and sends it. */
  Answer authorise(Answer challenge) {
    return authorise(
        challenge, Base58.encode(wallet.sign(challenge.body().get("text").asString())));
  }

  Answer authorise(Answer challenge, String signature) {
    return post(
        "/v1/challenges/" + challenge.body().get("challengeId").asString() + "/authorisation",
        Map.of("signature", signature));
  }

  /** The whole exchange of a purpose that needs the key. */
  Answer withKey(String purpose, Map<String, Object> bound) {
    Answer challenge = challenge(purpose, bound).expect(201);
    JsonNode asked = authorise(challenge).expect(200).body().get("keyMessages").get(0);
    return key(challenge, keyStream(asked));
  }

  /** The whole exchange of a purpose that needs no key. */
  Answer withoutKey(String purpose, Map<String, Object> bound) {
    return authorise(challenge(purpose, bound).expect(201));
  }

  byte[] keyStream(JsonNode asked) {
    return keyStream(asked, wallet.sign(asked.get("text").asString()));
  }

  static byte[] keyStream(JsonNode asked, byte[] signature) {
    return ByteBuffer.allocate(80)
        .put(Ids.bytes(UUID.fromString(asked.get("slotId").asString())))
        .put(signature)
        .array();
  }

  Answer key(Answer challenge, byte[] stream) {
    return send(
        request("/v1/challenges/" + challenge.body().get("challengeId").asString() + "/key")
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(stream)));
  }

  /** A server-side agent wallet's address. */
  String agentWallet() {
    return withKey("create_agent_wallet", Map.of("signingMode", "SERVER_SIDE"))
        .expect(200)
        .body()
        .get("agentWallet")
        .asString();
  }

  JsonNode bot(String agentWallet, int subAccount) {
    return post(
            "/v1/bots",
            Map.of(
                "agentWallet",
                agentWallet,
                "name",
                "trend " + subAccount,
                "venue",
                "drift-v2",
                "subAccount",
                subAccount))
        .expect(201)
        .body();
  }

  /** A whole policy for a bot. */
  static Map<String, Object> policy(JsonNode bot) {
    var policy = new HashMap<String, Object>();
    policy.put("schemaVersion", "1");
    policy.put("botId", bot.get("botId").asString());
    policy.put("agentWallet", bot.get("agentWallet").asString());
    policy.put("cluster", "localnet");
    policy.put("venue", "drift-v2");
    policy.put("tradingAccount", bot.get("tradingAccount").asString());
    policy.put("allowedMarkets", java.util.List.of("SOL-PERP"));
    policy.put("maxPositionNotionalUsd", "1000");
    policy.put("maxOrderNotionalUsd", "250.5");
    policy.put("maxLeverage", "3");
    policy.put("allowedOrderTypes", java.util.List.of("MARKET", "LIMIT"));
    policy.put("maxSlippageBps", "50");
    policy.put("dailyLossLimitUsd", "100");
    policy.put("maxOrdersPerMinute", "5");
    policy.put("maxOrdersPerDay", "100");
    policy.put("maxOpenOrders", "4");
    policy.put("minFeeBalanceLamports", "50000000");
    policy.put("maxPriorityFeeLamports", "100000");
    return policy;
  }

  /** A bot with a policy of version 1. */
  JsonNode botWithPolicy() {
    JsonNode bot = bot(agentWallet(), 0);
    put("/v1/bots/" + bot.get("botId").asString() + "/policy", policy(bot)).expect(201);
    return bot;
  }

  Answer enable(JsonNode bot) {
    return withKey("enable_execution", Map.of("botId", bot.get("botId").asString()));
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, Map<String, ?> body) {
    return json("POST", path, JSON.writeValueAsString(body));
  }

  Answer put(String path, Map<String, ?> body) {
    return json("PUT", path, JSON.writeValueAsString(body));
  }

  Answer json(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(baseUrl + path));
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()),
          response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
