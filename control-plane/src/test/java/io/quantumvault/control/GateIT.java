package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.exchange.Exchanges;
import io.quantumvault.schemas.ids.Base58;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What keeps strangers, other sites and other owners out. */
@Timeout(600)
class GateIT {
  private final TestSystem system = TestSystem.shared();
  private final OwnerClient owner = OwnerClient.enrolledAndSignedIn(system);
  private final OwnerClient stranger = new OwnerClient(system.baseUrl(), new TestWallet());

  @Test
  void healthIsOpenAndTellsNothing() {
    assertThat(stranger.header("Origin", null).get("/health/live").expect(200).body().size())
        .isEqualTo(1);
    stranger.get("/health/ready").expect(200);
  }

  @Test
  void everythingElseNeedsASession() {
    for (String path :
        new String[] {"/v1/agent-wallets", "/v1/bots", "/v1/activity", "/v1/sessions"}) {
      assertThat(stranger.get(path).expect(401).problem()).isEqualTo("not-signed-in");
    }
  }

  @Test
  void aCookieThatIsNoSessionIsNoSession() {
    stranger.header("Cookie", "__Host-qv-session=" + "A".repeat(43));

    stranger.get("/v1/bots").expect(401);
  }

  @Test
  void unsafeMethodsNeedAConfiguredOrigin() {
    assertThat(
            stranger
                .header("Origin", "http://evil.example")
                .challenge("enrol", Map.of())
                .expect(403)
                .problem())
        .isEqualTo("origin-refused");
    assertThat(stranger.header("Origin", null).challenge("enrol", Map.of()).expect(403).problem())
        .isEqualTo("origin-refused");
    owner.header("Origin", "http://localhost:8081");
    assertThat(owner.post("/v1/bots", Map.of()).expect(403).problem()).isEqualTo("origin-refused");
  }

  @Test
  void unsafeMethodsNeedTheCsrfTokenOfTheSession() {
    String token = owner.header("X-CSRF-Token");
    owner.header("X-CSRF-Token", null);
    assertThat(owner.post("/v1/bots", Map.of()).expect(403).problem()).isEqualTo("csrf-refused");
    owner.header("X-CSRF-Token", OwnerClient.enrolledAndSignedIn(system).header("X-CSRF-Token"));
    assertThat(owner.post("/v1/bots", Map.of()).expect(403).problem()).isEqualTo("csrf-refused");
    owner.header("X-CSRF-Token", token);
    assertThat(owner.post("/v1/bots", Map.of()).expect(400).problem())
        .isEqualTo("malformed-request");
  }

  @Test
  void aCookieWithoutTheTokenOpensNoExchangeThatNeedsASession() {
    owner.header("X-CSRF-Token", null);

    assertThat(owner.challenge("revoke_execution", Map.of("botId", "all")).expect(401).problem())
        .isEqualTo("not-signed-in");
  }

  @Test
  void anExchangeBelongsToTheSessionOfItsWallet() {
    var body = new HashMap<String, Object>(Map.of("botId", "all"));
    body.put("wallet", OwnerClient.enrolledAndSignedIn(system).wallet().address());

    assertThat(owner.challenge("revoke_execution", body).expect(403).problem())
        .isEqualTo("not-yours");
  }

  @Test
  void anExchangeStaysInItsSession() {
    var challenge = owner.challenge("revoke_execution", Map.of("botId", "all")).expect(201);
    owner.signIn();

    assertThat(owner.authorise(challenge).expect(403).problem()).isEqualTo("not-yours");
  }

  @Test
  void anotherOwnersBotDoesNotExist() {
    JsonNode bot = owner.botWithPolicy();
    String path = "/v1/bots/" + bot.get("botId").asString();
    var other = OwnerClient.enrolledAndSignedIn(system);

    other.get(path).expect(404);
    other.put(path, Map.of("name", "mine")).expect(404);
    other.delete(path).expect(404);
    other.get(path + "/policy").expect(404);
    other.get(path + "/alert-template").expect(404);
    other.put(path + "/policy", OwnerClient.policy(bot)).expect(404);
    other.post(path + "/webhooks", Map.of()).expect(404);
    other.post(path + "/stops", Map.of("kind", "FREEZE")).expect(404);
    other.post(path + "/venue-account", Map.of()).expect(404);
    other
        .post(
            "/v1/agent-wallets/" + bot.get("agentWallet").asString() + "/stops",
            Map.of("kind", "FREEZE"))
        .expect(404);
    other.challenge("enable_execution", Map.of("botId", bot.get("botId").asString())).expect(404);
    other.challenge("revoke_execution", Map.of("botId", bot.get("botId").asString())).expect(404);
    other
        .post(
            "/v1/bots",
            Map.of("agentWallet", bot.get("agentWallet").asString(), "name", "x", "subAccount", 3))
        .expect(404);
  }

  @Test
  void sessionsAreListedAndRevoked() {
    String first = owner.sessionId();
    var firstClient = new OwnerClient(system.baseUrl(), owner.wallet());
    firstClient.header("Cookie", owner.header("Cookie"));
    owner.signIn();
    assertThat(owner.get("/v1/sessions").expect(200).body().size()).isEqualTo(2);
    firstClient.get("/v1/sessions").expect(200);

    owner.delete("/v1/sessions/" + first).expect(204);

    firstClient.get("/v1/sessions").expect(401);
    owner.get("/v1/sessions").expect(200);
  }

  @Test
  void anIdleOrOldSessionEnds() {
    system
        .jdbc()
        .sql(
            "UPDATE control.sessions SET last_seen_at = now() - interval '31 minutes' WHERE session_id = :id::uuid")
        .param("id", owner.sessionId())
        .update();
    owner.get("/v1/sessions").expect(401);
    owner.header("Cookie", null).header("X-CSRF-Token", null);
    owner.signIn();
    owner.get("/v1/sessions").expect(200);
    system
        .jdbc()
        .sql("UPDATE control.sessions SET expires_at = now() WHERE session_id = :id::uuid")
        .param("id", owner.sessionId())
        .update();
    owner.get("/v1/sessions").expect(401);
  }

  @Test
  void theCookieIsBoundToTheHostAndUnseenByScripts() {
    var challenge = owner.challenge("unlock_umk", Map.of()).expect(201);
    String cookie =
        owner.authorise(challenge).raw().headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(cookie)
        .startsWith("__Host-qv-session=")
        .contains("Path=/")
        .contains("Secure")
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .doesNotContain("Domain");
  }

  @Test
  void jsonIsReadStrictly() {
    assertThat(
            owner.json("POST", "/v1/bots", "{\"name\":\"a\",\"surprise\":1}").expect(400).problem())
        .isEqualTo("malformed-request");
    owner.json("POST", "/v1/bots", "{\"name\":\"a\",\"name\":\"b\"}").expect(400);
    owner.json("POST", "/v1/bots", "{\"name\":\"a\"} {}").expect(400);
    owner.json("POST", "/v1/bots", "{\"subAccount\":\"1\"}").expect(400);
    owner.json("POST", "/v1/bots", "[".repeat(2000)).expect(400);
    owner.json("POST", "/v1/bots", "\"" + "x".repeat(70_000) + "\"").expect(413);
  }

  @Test
  void problemsTellNothingOfTheInside() {
    for (var answer :
        new OwnerClient.Answer[] {
          owner.get("/v1/nothing").expect(404),
          owner.get("/v1/bots/not-an-id").expect(400),
          owner.put("/v1/sessions", Map.of()).expect(405)
        }) {
      assertThat(answer.raw().headers().firstValue("Content-Type"))
          .hasValue("application/problem+json");
      assertThat(answer.raw().body()).doesNotContain("Exception", "at io.", "org.springframework");
      assertThat(answer.raw().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  @Test
  void everyProblemOfAPolicyIsNamedAtOnce() {
    JsonNode bot = owner.bot(owner.agentWallet(), 0);
    var policy = OwnerClient.policy(bot);
    policy.put("maxLeverage", "-1");
    policy.put("maxSlippageBps", "5000");
    policy.put("surprise", "1");
    policy.remove("dailyLossLimitUsd");

    var refused =
        owner.put("/v1/bots/" + bot.get("botId").asString() + "/policy", policy).expect(400);

    assertThat(refused.problem()).isEqualTo("policy-invalid");
    assertThat(refused.body().get("problems").size()).isEqualTo(4);
  }

  @Test
  void aPolicyOfAnotherBotIsRefused() {
    JsonNode bot = owner.bot(owner.agentWallet(), 0);
    JsonNode other = owner.bot(bot.get("agentWallet").asString(), 1);

    var refused =
        owner
            .put("/v1/bots/" + bot.get("botId").asString() + "/policy", OwnerClient.policy(other))
            .expect(400);

    assertThat(refused.body().get("problems").size()).isEqualTo(2);
  }

  @Test
  void purposesNotOfferedAreSaidSo() {
    for (String purpose : new String[] {"reveal_mnemonic", "rotate_keys", "withdraw", "rm -rf"}) {
      assertThat(owner.challenge(purpose, Map.of()).expect(400).problem())
          .isEqualTo("purpose-not-offered");
    }
  }

  @Test
  void aClientThatKeepsFailingIsRefusedAWhileButMayStillRevoke() {
    var victim = new OwnerClient(system.baseUrl(), new TestWallet());
    var challenge = victim.challenge("enrol", Map.of()).expect(201);
    String wrong = Base58.encode(victim.wallet().sign("another text"));
    try {
      for (int i = 0; i < Exchanges.MOST_FAILURES; i++) {
        assertThat(victim.authorise(challenge, wrong).expect(400).problem())
            .isEqualTo("signature-invalid");
      }
      victim.challenge("enrol", Map.of()).expect(429);
      victim.authorise(challenge).expect(429);
      // Taking execution away is never limited.
      owner.withoutKey("revoke_execution", Map.of("botId", "all")).expect(200);
    } finally {
      system.jdbc().sql("DELETE FROM control.client_failures").update();
    }
  }
}
