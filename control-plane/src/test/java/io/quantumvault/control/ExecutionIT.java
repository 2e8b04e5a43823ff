package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.text.GrantText;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.standalone.platform.DatabaseRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a new owner to a live grant and back, as the streams and the signer see it. */
@Timeout(900)
class ExecutionIT {
  private static final byte[] ORDER = {1, 2, 3};

  private final TestSystem system = TestSystem.shared();
  private final OwnerClient owner = OwnerClient.enrolledAndSignedIn(system);

  @Test
  void aGrantReachesTheStreamWithAllItsEvidence() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    UUID botId = UUID.fromString(bot.get("botId").asString());

    JsonNode granted = owner.enable(bot).expect(200).body();

    // Wallet, bot, policy, grant: four changes, four snapshots.
    var state = stateOf(bot, 4);
    assertThat(state.getOwner()).isEqualTo(owner.wallet().address());
    var grant = state.getBots(0).getGrant();
    assertThat(state.getBots(0).getBotId()).isEqualTo(botId.toString());
    assertThat(grant.getGrantId()).isEqualTo(granted.get("grantId").asString());
    assertThat(grant.getGrantSequence()).isEqualTo(1);
    PolicyDocument policy = PolicyDocument.parseCanonical(grant.getPolicy().toByteArray());
    assertThat(
            GrantText.matches(
                grant.getSignedText().toByteArray(),
                policy,
                grant.getPolicyVersion(),
                UUID.fromString(grant.getGrantId()),
                Instant.ofEpochMilli(grant.getExpiresAtMs()),
                owner.wallet().address(),
                Set.of(TestSystem.DOMAIN)))
        .isTrue();
    assertThat(
            Ed25519.verify(
                owner.wallet().publicKey(),
                grant.getSignedText().toByteArray(),
                grant.getOwnerSignature().toByteArray()))
        .isTrue();
  }

  @Test
  void onlyTheSignersKeyOpensAGrantAndSignsWithIt() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);

    Material material = material(bot);
    try (var signer = FileKeyManagement.open(system.signerKeys());
        var key = material.open(signer)) {
      var policy = new GrantedPolicy(material.botId(), 1, material.policy(), material.policyMac());
      assertThat(key.sign(policy, material.sealedSeed(), ORDER))
          .isInstanceOfSatisfying(
              GrantKey.Signed.Signature.class,
              signature ->
                  assertThat(Ed25519.verify(material.agent(), ORDER, signature.bytes())).isTrue());
    }
    try (var controlPlane = FileKeyManagement.open(system.controlKeys())) {
      assertThatThrownBy(() -> material.open(controlPlane)).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void theMessagesOfABotAreForTheMarketsOfItsPolicy() {
    JsonNode bot = owner.botWithPolicy();
    var policy = OwnerClient.policy(bot);
    policy.put("allowedMarkets", List.of("SOL-PERP", "BTC-PERP"));
    owner.put("/v1/bots/" + id(bot) + "/policy", policy).expect(201);

    JsonNode found = owner.get("/v1/bots/" + id(bot) + "/alert-template").expect(200).body();

    assertThat(found.get("botId").asString()).isEqualTo(id(bot));
    assertThat(found.get("market").asString()).isEqualTo("BTC-PERP");
    assertThat(found.get("allowedMarkets").size()).isEqualTo(2);
    JsonNode strategy = found.get("templates").get(0);
    assertThat(strategy.get("name").asString()).isEqualTo("strategy");
    assertThat(strategy.get("use").asString()).isNotBlank();
    assertThat(JsonMapper.shared().readTree(strategy.get("message").asString()).get("market"))
        .isEqualTo(JsonMapper.shared().readTree("\"BTC-PERP\""));
    assertThat(found.get("fields").get("time").asString()).contains("{{timenow}}");
  }

  @Test
  void withoutAPolicyThereIsNoMarketForAMessage() {
    JsonNode first = owner.botWithPolicy();
    JsonNode second = owner.bot(first.get("agentWallet").asString(), 1);

    assertThat(owner.get("/v1/bots/" + id(second) + "/alert-template").expect(404).problem())
        .isEqualTo("not-found");
  }

  @Test
  void revokingErasesTheKeyAndEndsTheSequence() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    String grantId = owner.enable(bot).expect(200).body().get("grantId").asString();

    JsonNode revoked =
        owner
            .withoutKey("revoke_execution", Map.of("botId", bot.get("botId").asString()))
            .expect(200)
            .body();

    assertThat(revoked.get("grantIds").get(0).asString()).isEqualTo(grantId);
    var state = stateOf(bot, 5);
    assertThat(state.getBots(0).hasGrant()).isFalse();
    assertThat(state.getBots(0).getHighestEndedGrantSequence()).isEqualTo(1);
    assertThat(wrappedKeysOf(bot)).isZero();
    assertThat(owner.get("/v1/bots/" + id(bot)).body().get("grant").isNull()).isTrue();
  }

  @Test
  void revokingAllEndsEveryGrant() {
    JsonNode first = owner.botWithPolicy();
    JsonNode second = owner.bot(first.get("agentWallet").asString(), 1);
    owner.put("/v1/bots/" + id(second) + "/policy", OwnerClient.policy(second)).expect(201);
    owner.enable(first).expect(200);
    owner.enable(second).expect(200);

    JsonNode revoked =
        owner.withoutKey("revoke_execution", Map.of("botId", "all")).expect(200).body();

    assertThat(revoked.get("grantIds").size()).isEqualTo(2);
    assertThat(wrappedKeysOf(first) + wrappedKeysOf(second)).isZero();
  }

  @Test
  void aNewGrantEndsTheOneBefore() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);

    assertThat(owner.enable(bot).expect(200).body().get("grantSequence").asLong()).isEqualTo(2);

    var state = stateOf(bot, 5);
    assertThat(state.getBots(0).getGrant().getGrantSequence()).isEqualTo(2);
    assertThat(state.getBots(0).getHighestEndedGrantSequence()).isEqualTo(1);
    assertThat(wrappedKeysOf(bot)).isEqualTo(1);
  }

  @Test
  void aChangedPolicyHasNoForceUntilSigned() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    var wider = OwnerClient.policy(bot);
    wider.put("maxPositionNotionalUsd", "1000000");

    owner.put("/v1/bots/" + id(bot) + "/policy", wider).expect(201);

    var grant = stateOf(bot, 5).getBots(0).getGrant();
    assertThat(grant.getPolicyVersion()).isEqualTo(1);
    assertThat(PolicyDocument.parse(grant.getPolicy().toByteArray()).maxPositionNotionalUsd())
        .isEqualByComparingTo("1000");
  }

  @Test
  void aStopHoldsUntilTheOwnersSignatureLiftsItAndKeepsTheEvidence() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    String stopId =
        owner
            .post("/v1/bots/" + id(bot) + "/stops", Map.of("kind", "FREEZE"))
            .expect(201)
            .body()
            .get("stopId")
            .asString();

    var stopped = stateOf(bot, 5);
    assertThat(stopped.getStops(0).getKind()).isEqualTo(StopKind.STOP_KIND_FREEZE);
    assertThat(stopped.getStops(0).hasResume()).isFalse();
    owner.withoutKey("resume_execution", Map.of("stopId", stopId)).expect(200);

    var resume = stateOf(bot, 6).getStops(0).getResume();
    assertThat(resume.getStopId()).isEqualTo(stopId);
    assertThat(
            Ed25519.verify(
                owner.wallet().publicKey(),
                resume.getSignedText().toByteArray(),
                resume.getOwnerSignature().toByteArray()))
        .isTrue();
  }

  @Test
  void aStopIsNotLiftedWithoutALiveGrant() {
    JsonNode bot = owner.botWithPolicy();
    String stopId =
        owner
            .post(
                "/v1/agent-wallets/" + bot.get("agentWallet").asString() + "/stops",
                Map.of("kind", "REDUCE_ONLY"))
            .expect(201)
            .body()
            .get("stopId")
            .asString();

    assertThat(owner.challenge("resume_execution", Map.of("stopId", stopId)).expect(409).problem())
        .isEqualTo("grant-missing");
  }

  @Test
  void aGrantThatExpiredLivesForItsExitsAndThenLosesItsKey() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    past(bot, "expires_at");

    system.context().getBean(Housekeeping.class).run();
    assertThat(wrappedKeysOf(bot)).as("its exits need it").isEqualTo(1);

    past(bot, "exits_until");
    system.context().getBean(Housekeeping.class).run();
    assertThat(wrappedKeysOf(bot)).isZero();
    var state = stateOf(bot, 5).getBots(0);
    assertThat(state.hasGrant()).isFalse();
    assertThat(state.getEndedGrantsList()).as("it ended in its time").isEmpty();
  }

  @Test
  void aRevokeWhileOnlyExitsPassEndsTheGrantByItsId() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    String grantId = owner.enable(bot).expect(200).body().get("grantId").asString();
    past(bot, "expires_at");

    owner.withoutKey("revoke_execution", Map.of("botId", id(bot))).expect(200);

    assertThat(wrappedKeysOf(bot)).isZero();
    assertThat(stateOf(bot, 5).getBots(0).getEndedGrantsList())
        .singleElement()
        .satisfies(ended -> assertThat(ended.getGrantId()).isEqualTo(grantId));
  }

  /** Its exits could have passed for so long; an ended id is named a quarter of an hour more. */
  @Test
  void anEndedIdIsNamedUntilNothingCouldBeSignedUnderIt() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    owner.withoutKey("revoke_execution", Map.of("botId", id(bot))).expect(200);
    system
        .jdbc()
        .sql(
            "UPDATE control.grants SET ended_at = now() - interval '20 hours', expires_at = now() -"
                + " interval '19 hours', exits_until = now() - interval '14 minutes' WHERE bot_id ="
                + " :bot::uuid")
        .param("bot", id(bot))
        .update();
    owner.enable(bot).expect(200);
    assertThat(stateOf(bot, 6).getBots(0).getEndedGrantsList()).hasSize(1);
    system
        .jdbc()
        .sql(
            "UPDATE control.grants SET exits_until = now() - interval '16 minutes' WHERE bot_id ="
                + " :bot::uuid AND ended_at IS NOT NULL")
        .param("bot", id(bot))
        .update();
    owner.withoutKey("revoke_execution", Map.of("botId", id(bot))).expect(200);
    assertThat(stateOf(bot, 7).getBots(0).getEndedGrantsList()).hasSize(1);
  }

  /** A stop of a bot whose exits still pass can be lifted, so that they do. */
  @Test
  void aStopIsLiftedWhileExitsPass() {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    String stopId =
        owner
            .post("/v1/bots/" + id(bot) + "/stops", Map.of("kind", "FREEZE"))
            .expect(201)
            .body()
            .get("stopId")
            .asString();
    past(bot, "expires_at");
    owner.withoutKey("resume_execution", Map.of("stopId", stopId)).expect(200);
  }

  private void past(JsonNode bot, String column) {
    system
        .jdbc()
        .sql("UPDATE control.grants SET " + column + " = now() WHERE bot_id = :bot::uuid")
        .param("bot", id(bot))
        .update();
  }

  @Test
  void anEleventhGrantInAnHourIsRefused() {
    JsonNode bot = owner.botWithPolicy();
    for (int i = 0; i < 10; i++) {
      owner.enable(bot).expect(200);
    }

    assertThat(owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(429).problem())
        .isEqualTo("too-many-requests");
  }

  @Test
  void aGrantNeedsTwoKeySlots() {
    JsonNode bot = owner.botWithPolicy();
    system
        .jdbc()
        .sql("DELETE FROM control.key_slots WHERE owner = :owner AND kind = 2")
        .param("owner", owner.wallet().address())
        .update();

    assertThat(owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(409).problem())
        .isEqualTo("two-slots-needed");
  }

  @Test
  void aPolicysNumberIsAboveWhatADatabaseThatWasSetBackHadLost() {
    JsonNode bot = owner.botWithPolicy();
    system
        .jdbc()
        .sql("UPDATE control.bots SET policy_floor = 7 WHERE bot_id = :bot::uuid")
        .param("bot", id(bot))
        .update();
    var saved = owner.put("/v1/bots/" + id(bot) + "/policy", OwnerClient.policy(bot)).expect(201);
    assertThat(saved.body().get("policyVersion").asLong()).isEqualTo(8);
  }

  @Test
  void aPolicyRowEditedBehindTheOwnersBackIsNotGranted() {
    JsonNode bot = owner.botWithPolicy();
    var challenge = owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(201);
    JsonNode asked = owner.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    system
        .jdbc()
        .sql(
            "UPDATE control.policies SET policy = convert_to(replace(convert_from(policy, 'UTF8'),"
                + " '\"maxLeverage\":\"3\"', '\"maxLeverage\":\"30\"'), 'UTF8') WHERE bot_id ="
                + " :bot::uuid")
        .param("bot", id(bot))
        .update();

    assertThat(owner.key(challenge, owner.keyStream(asked)).expect(500).problem())
        .isEqualTo("integrity-failure");
    assertThat(wrappedKeysOf(bot)).isZero();
  }

  @Test
  void aSlotSwappedFromAnotherOwnerDoesNotOpen() {
    var other = OwnerClient.enrolledAndSignedIn(system);
    JsonNode bot = owner.botWithPolicy();
    system
        .jdbc()
        .sql(
            "UPDATE control.key_slots mine SET wrapped_umk = theirs.wrapped_umk FROM"
                + " control.key_slots theirs WHERE mine.owner = :me AND theirs.owner = :other AND"
                + " mine.kind = theirs.kind")
        .param("me", owner.wallet().address())
        .param("other", other.wallet().address())
        .update();

    assertThat(owner.enable(bot).expect(500).problem()).isEqualTo("integrity-failure");
  }

  @Test
  void aWalletThatSignsDifferentlyIsToldApartFromAnAttack() {
    JsonNode bot = owner.botWithPolicy();
    var challenge = owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(201);
    JsonNode asked = owner.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] stream = owner.keyStream(asked);
    byte[] other =
        TestSignatures.anotherValidSignature(owner.wallet(), asked.get("text").asString());
    System.arraycopy(other, 0, stream, 16, 64);

    assertThat(owner.key(challenge, stream).expect(409).problem())
        .isEqualTo("wallet-signature-changed");
  }

  @Test
  void anAuthorisationIsNoKey() {
    JsonNode bot = owner.botWithPolicy();
    var challenge = owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(201);
    JsonNode asked = owner.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] stream = owner.keyStream(asked);
    byte[] authorisation = owner.wallet().sign(challenge.body().get("text").asString());
    System.arraycopy(authorisation, 0, stream, 16, 64);

    assertThat(owner.key(challenge, stream).expect(400).problem())
        .isEqualTo("key-signature-invalid");
    // The exchange has ended with the attempt.
    assertThat(owner.key(challenge, owner.keyStream(asked)).expect(404).problem())
        .isEqualTo("challenge-unknown");
  }

  @Test
  void ofTwoConcurrentKeysOneMakesTheGrant() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    var challenge = owner.challenge("enable_execution", Map.of("botId", id(bot))).expect(201);
    JsonNode asked = owner.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] stream = owner.keyStream(asked);
    var together = new CyclicBarrier(4);
    Callable<Integer> use =
        () -> {
          together.await();
          return owner.key(challenge, stream.clone()).status();
        };

    List<Integer> statuses;
    try (var threads = Executors.newFixedThreadPool(4)) {
      statuses =
          threads.invokeAll(List.of(use, use, use, use)).stream()
              .map(java.util.concurrent.Future::resultNow)
              .toList();
    }

    assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 404, 409);
    assertThat(wrappedKeysOf(bot)).isEqualTo(1);
  }

  @Test
  void anOwnerHasThreeAgentWalletsAtMost() {
    owner.agentWallet();
    owner.agentWallet();
    JsonNode own =
        owner
            .withoutKey("create_agent_wallet", Map.of("signingMode", "CLIENT_SIDE"))
            .expect(200)
            .body();

    assertThat(own.get("agentWallet").asString()).isEqualTo(owner.wallet().address());
    assertThat(
            owner
                .challenge("create_agent_wallet", Map.of("signingMode", "SERVER_SIDE"))
                .expect(409)
                .problem())
        .isEqualTo("limit-reached");
    assertThat(owner.get("/v1/agent-wallets").expect(200).body().size()).isEqualTo(3);
  }

  @Test
  void aWalletHasTwentyBotsAtMostAndAnAccountOneBot() {
    String wallet = owner.agentWallet();
    for (int i = 0; i < 20; i++) {
      owner.bot(wallet, i);
    }
    Map<String, Object> again = Map.of("agentWallet", wallet, "name", "x", "subAccount", 20);
    assertThat(owner.post("/v1/bots", again).expect(409).problem()).isEqualTo("limit-reached");
    String second = owner.agentWallet();
    assertThat(
            owner
                .post("/v1/bots", Map.of("agentWallet", second, "name", "x", "subAccount", 3))
                .expect(409)
                .problem())
        .isEqualTo("already-exists");
  }

  @Test
  void aStopWaitsForTheLockThatTheSignerHolds() throws Exception {
    JsonNode bot = owner.bot(owner.agentWallet(), 0);
    String wallet = bot.get("agentWallet").asString();
    try (var threads = Executors.newSingleThreadExecutor();
        HeldLock signer =
            HeldLock.take(
                system,
                DatabaseRole.SIGNER,
                "SELECT 1 FROM control.wallet_lock WHERE agent_wallet = '%s' FOR UPDATE"
                    .formatted(wallet))) {
      var stopping =
          threads.submit(
              () -> owner.post("/v1/bots/" + id(bot) + "/stops", Map.of("kind", "FREEZE")));
      Patience.until(signer::waiting, waiting -> waiting > 0 || stopping.isDone());
      assertThat(stopping.isDone()).as("stopped while the signer held the lock").isFalse();

      signer.letGo();

      stopping.get().expect(201);
    }
  }

  @Test
  void theSameStopAgainIsTheOneThatHolds() {
    JsonNode bot = owner.bot(owner.agentWallet(), 0);
    String path = "/v1/bots/" + id(bot) + "/stops";
    JsonNode first = owner.post(path, Map.of("kind", "FREEZE")).expect(201).body();

    JsonNode again = owner.post(path, Map.of("kind", "FREEZE")).expect(201).body();

    assertThat(again.get("stopId")).isEqualTo(first.get("stopId"));
    owner.post(path, Map.of("kind", "FLATTEN")).expect(400);
  }

  @Test
  void aDeletedBotLosesGrantAndWebhooksAndFreesItsAccount() throws Exception {
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    JsonNode webhook = owner.post("/v1/bots/" + id(bot) + "/webhooks", Map.of()).expect(201).body();

    owner.delete("/v1/bots/" + id(bot)).expect(204);

    owner.get("/v1/bots/" + id(bot)).expect(404);
    assertThat(wrappedKeysOf(bot)).isZero();
    assertThat(stateOf(bot, 6).getBotsCount()).isZero();
    var routes =
        new TopicReader(system.platform())
            .readUntil(
                Principal.INGEST,
                "webhook-routes-v1",
                tokenHash(webhook),
                seen -> seen.stream().anyMatch(record -> record.value() == null));
    assertThat(routes.getLast().value()).isNull();
    assertThat(owner.bot(bot.get("agentWallet").asString(), 0).get("tradingAccount").asString())
        .isEqualTo(bot.get("tradingAccount").asString());
  }

  private static String id(JsonNode bot) {
    return bot.get("botId").asString();
  }

  private static String tokenHash(JsonNode webhook) {
    return java.util.HexFormat.of()
        .formatHex(
            io.quantumvault.schemas.ids.Sha256.of(
                webhook
                    .get("token")
                    .asString()
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private AgentWalletState stateOf(JsonNode bot, long version) throws Exception {
    return Snapshots.of(system, bot.get("agentWallet").asString(), version);
  }

  private int wrappedKeysOf(JsonNode bot) {
    return system
        .jdbc()
        .sql(
            "SELECT count(*) FROM control.grants WHERE bot_id = :bot::uuid AND wrapped_ek IS NOT"
                + " NULL")
        .param("bot", id(bot))
        .query(Integer.class)
        .single();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Material(
      Owner owner,
      byte[] agent,
      UUID botId,
      GrantTerms terms,
      byte[] wrappedEk,
      byte[] policy,
      byte[] policyMac,
      byte[] sealedSeed) {
    GrantKey open(KeyUnwrapping kms) {
      return GrantKey.open(kms, owner, agent, terms, wrappedEk);
    }
  }

  /** What the signer sees through its own role and view. */
  private Material material(JsonNode bot) throws Exception {
    try (Connection connection = system.platform().postgres().connect(DatabaseRole.SIGNER);
        var query =
            connection.prepareStatement(
                "SELECT * FROM control.signer_material WHERE bot_id = ?::uuid")) {
      query.setString(1, id(bot));
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        UUID botId = row.getObject("bot_id", UUID.class);
        byte[] agent = Base58.decode(row.getString("agent_wallet"));
        return new Material(
            new Owner(row.getBytes("owner_public_key"), row.getBytes("owner_salt")),
            agent,
            botId,
            new GrantTerms(
                botId,
                row.getObject("grant_id", UUID.class),
                Bytes32.of(row.getBytes("policy_sha256")),
                row.getTimestamp("exits_until").toInstant().toEpochMilli()),
            row.getBytes("wrapped_ek"),
            row.getBytes("policy"),
            row.getBytes("policy_mac"),
            row.getBytes("sealed_seed"));
      }
    }
  }
}
