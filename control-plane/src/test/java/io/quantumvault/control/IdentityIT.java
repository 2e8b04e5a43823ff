package io.quantumvault.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.VaultEvent;
import io.quantumvault.schemas.v1.VaultEventKind;
import io.quantumvault.standalone.platform.DatabaseRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Enrolment, sign-in and sessions through HTTP on a real database. */
@Timeout(600)
class IdentityIT {
  private final TestSystem system = TestSystem.shared();
  private final OwnerClient client = new OwnerClient(system.baseUrl(), new TestWallet());

  @Test
  void enrolmentMakesAnOwnerWithTwoSlotsAndErasesTheChallenge() {
    var answer = client.enrol().expect(200);

    assertThat(answer.body().get("owner").asString()).isEqualTo(client.wallet().address());
    List<Integer> kinds =
        system
            .jdbc()
            .sql("SELECT kind FROM control.key_slots WHERE owner = :owner ORDER BY kind")
            .param("owner", client.wallet().address())
            .query(Integer.class)
            .list();
    assertThat(kinds)
        .containsExactly(SlotKind.WALLET_SIGNATURE.number(), SlotKind.RECOVERY_CODE.number());
    assertThat(
            system
                .jdbc()
                .sql("SELECT count(*) FROM control.auth_challenges WHERE wallet = :wallet")
                .param("wallet", client.wallet().address())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void theManagementPortTellsHealthAndFigures() throws Exception {
    client.enrol().expect(200);
    String door = "http://127.0.0.1:" + system.context().getBean(ManagementServer.class).port();

    var ready = new OwnerClient(door, new TestWallet()).get("/health/ready").expect(200);
    assertThat(ready.body().get("ready").asBoolean()).isTrue();
    try (var metrics = URI.create(door + "/metrics").toURL().openStream()) {
      assertThat(new String(metrics.readAllBytes(), UTF_8))
          .contains("quantumvault_key_memory{pages=")
          .containsPattern(
              "quantumvault_kms_calls_total\\{key=\"control\",operation=\"wrap\",outcome=\"ok\"} [1-9]");
    }
  }

  @Test
  void aSecondEnrolmentIsToldToSignIn() {
    client.enrol().expect(200);

    assertThat(client.challenge("enrol", Map.of()).expect(409).problem())
        .isEqualTo("already-enrolled");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoEnrolmentsOneAfterTheOtherTheFirstStays(boolean inOrder) {
    var early = client.challenge("enrol", Map.of()).expect(201);
    var late = client.challenge("enrol", Map.of()).expect(201);
    byte[] earlyKey = enrolKey(early);
    byte[] lateKey = enrolKey(late);

    client.key(inOrder ? early : late, inOrder ? earlyKey : lateKey).expect(200);
    var refused = client.key(inOrder ? late : early, inOrder ? lateKey : earlyKey).expect(409);

    assertThat(refused.problem()).isEqualTo("already-enrolled");
    assertOneOwnerWithTwoSlots();
  }

  /** Both have passed every check before either is written: only the database tells them apart. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoEnrolmentsAtOnceMakeOneOwner(boolean inOrder) throws Exception {
    var early = client.challenge("enrol", Map.of()).expect(201);
    var late = client.challenge("enrol", Map.of()).expect(201);
    byte[] earlyKey = enrolKey(early);
    byte[] lateKey = enrolKey(late);

    List<OwnerClient.Answer> answers;
    try (var threads = Executors.newFixedThreadPool(2);
        HeldLock writes =
            HeldLock.take(
                system, DatabaseRole.MIGRATOR, "LOCK TABLE control.owners IN SHARE MODE")) {
      var first =
          threads.submit(() -> client.key(inOrder ? early : late, inOrder ? earlyKey : lateKey));
      Patience.until(writes::waiting, waiting -> waiting == 1);
      var second =
          threads.submit(() -> client.key(inOrder ? late : early, inOrder ? lateKey : earlyKey));
      Patience.until(writes::waiting, waiting -> waiting == 2);
      writes.letGo();
      answers = List.of(first.get(), second.get());
    }

    assertThat(answers).extracting(OwnerClient.Answer::status).containsExactlyInAnyOrder(200, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .extracting(OwnerClient.Answer::problem)
        .containsExactly("already-enrolled");
    assertOneOwnerWithTwoSlots();
  }

  private byte[] enrolKey(OwnerClient.Answer challenge) {
    JsonNode key = client.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] signature = client.wallet().sign(key.get("text").asString());
    return OwnerClient.enrolStream(signature, signature, OwnerClient.randomCode());
  }

  private void assertOneOwnerWithTwoSlots() {
    assertThat(
            system
                .jdbc()
                .sql(
                    "SELECT count(DISTINCT o.address) || ' owner, ' || count(s.slot_id) || ' slots'"
                        + " FROM control.owners o JOIN control.key_slots s ON s.owner = o.address"
                        + " WHERE o.address = :wallet")
                .param("wallet", client.wallet().address())
                .query(String.class)
                .single())
        .isEqualTo("1 owner, 2 slots");
  }

  @Test
  void aWalletThatDoesNotRepeatItsSignatureIsRefused() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    JsonNode key = client.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] signature = client.wallet().sign(key.get("text").asString());
    byte[] other =
        TestSignatures.anotherValidSignature(client.wallet(), key.get("text").asString());

    var refused =
        client
            .key(challenge, OwnerClient.enrolStream(signature, other, OwnerClient.randomCode()))
            .expect(409);

    assertThat(refused.problem()).isEqualTo("wallet-not-deterministic");
  }

  @Test
  void aTypedRecoveryCodeIsRefused() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    JsonNode key = client.authorise(challenge).expect(200).body().get("keyMessages").get(0);
    byte[] signature = client.wallet().sign(key.get("text").asString());

    assertThat(
            client
                .key(challenge, OwnerClient.enrolStream(signature, signature, new byte[32]))
                .expect(400)
                .problem())
        .isEqualTo("recovery-code-weak");
  }

  @Test
  void aSignatureOfAnotherWalletIsRefused() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    byte[] foreign = new TestWallet().sign(challenge.body().get("text").asString());

    assertThat(client.authorise(challenge, Base58.encode(foreign)).expect(400).problem())
        .isEqualTo("signature-invalid");
  }

  @Test
  void aSignatureThatOnlyALenientVerifierTakesAuthorisesNothing() {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    String text = challenge.body().get("text").asString();

    for (var lenient : client.wallet().nonStrict(text)) {
      assertThat(
              client.authorise(challenge, Base58.encode(lenient.signature())).expect(400).problem())
          .as(lenient.toString())
          .isEqualTo("signature-invalid");
    }
    client.authorise(challenge).expect(200);
  }

  @Test
  void aKeySignatureThatOnlyALenientVerifierTakesEnrolsNobody() {
    for (int kind = 0; kind < client.wallet().nonStrict("").size(); kind++) {
      var challenge = client.challenge("enrol", Map.of()).expect(201);
      JsonNode key = client.authorise(challenge).expect(200).body().get("keyMessages").get(0);
      var lenient = client.wallet().nonStrict(key.get("text").asString()).get(kind);
      byte[] signature = lenient.signature();

      assertThat(
              client
                  .key(
                      challenge,
                      OwnerClient.enrolStream(signature, signature, OwnerClient.randomCode()))
                  .expect(400)
                  .problem())
          .as(lenient.toString())
          .isEqualTo("key-signature-invalid");
    }
  }

  @Test
  void aKeySignatureThatOnlyALenientVerifierTakesOpensNothing() {
    client.enrol().expect(200);
    client.signIn();
    for (int kind = 0; kind < client.wallet().nonStrict("").size(); kind++) {
      var challenge =
          client.challenge("create_agent_wallet", Map.of("signingMode", "SERVER_SIDE")).expect(201);
      JsonNode asked = client.authorise(challenge).expect(200).body().get("keyMessages").get(0);
      var lenient = client.wallet().nonStrict(asked.get("text").asString()).get(kind);

      assertThat(
              client
                  .key(challenge, OwnerClient.keyStream(asked, lenient.signature()))
                  .expect(400)
                  .problem())
          .as(lenient.toString())
          .isEqualTo("key-signature-invalid");
    }
  }

  @Test
  void aTextSignedForAnotherDomainIsRefused() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    String phished =
        challenge.body().get("text").asString().replace(TestSystem.DOMAIN, "phish.example");

    assertThat(
            client
                .authorise(challenge, Base58.encode(client.wallet().sign(phished)))
                .expect(400)
                .problem())
        .isEqualTo("signature-invalid");
  }

  @Test
  void theSignedMessageMustBeTheStoredOne() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    String text = challenge.body().get("text").asString();

    var refused =
        client.post(
            "/v1/challenges/" + challenge.body().get("challengeId").asString() + "/authorisation",
            Map.of(
                "signature", Base64.getEncoder().encodeToString(client.wallet().sign(text)),
                "signedMessage",
                    Base64.getEncoder()
                        .encodeToString(
                            (text + " ").getBytes(java.nio.charset.StandardCharsets.UTF_8))));

    assertThat(refused.expect(400).problem()).isEqualTo("signed-message-differs");
  }

  @Test
  void anAuthorisationWorksOnce() {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    client.authorise(challenge).expect(200);

    assertThat(client.authorise(challenge).expect(404).problem()).isEqualTo("challenge-unknown");
  }

  @Test
  void anAuthorisationBeforeTheKeyWorksOnce() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    client.authorise(challenge).expect(200);

    assertThat(client.authorise(challenge).expect(409).problem()).isEqualTo("challenge-used");
  }

  @Test
  void theSignatureOverTheKeyMessageAuthorisesNothing() {
    var first = client.challenge("enrol", Map.of()).expect(201);
    String keyText =
        client.authorise(first).expect(200).body().get("keyMessages").get(0).get("text").asString();
    var second = client.challenge("enrol", Map.of()).expect(201);

    assertThat(
            client
                .authorise(second, Base58.encode(client.wallet().sign(keyText)))
                .expect(400)
                .problem())
        .isEqualTo("signature-invalid");
  }

  @Test
  void theKeyMessageIsNotHandedOutWithoutAnAuthorisation() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);

    assertThat(challenge.body().has("keyMessages")).isFalse();
    assertThat(client.key(challenge, new byte[160]).expect(409).problem())
        .isEqualTo("challenge-not-authorised");
  }

  @Test
  void anExpiredChallengeIsRefused() throws Exception {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    String id = challenge.body().get("challengeId").asString();

    // Housekeeping must not erase it first: this lock holds off a deletion, and no update.
    try (HeldLock _ =
        HeldLock.take(
            system,
            DatabaseRole.MIGRATOR,
            "SELECT 1 FROM control.auth_challenges WHERE challenge_id = '%s' FOR KEY SHARE"
                .formatted(id))) {
      // A second ago, since the service takes the time in whole milliseconds.
      int expired =
          system
              .jdbc()
              .sql(
                  "UPDATE control.auth_challenges SET expires_at = now() - interval '1 second'"
                      + " WHERE challenge_id = :id::uuid")
              .param("id", id)
              .update();

      assertThat(expired).isOne();
      assertThat(client.authorise(challenge).expect(410).problem()).isEqualTo("challenge-expired");
    }
  }

  @Test
  void anExpiredNonceIsRefusedEvenWhenTheChallengeLives() {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    system
        .jdbc()
        .sql(
            "UPDATE control.auth_nonces n SET expires_at = now() - interval '1 second' FROM"
                + " control.auth_challenges c"
                + " WHERE c.nonce_sha256 = n.nonce_sha256 AND c.challenge_id = :id::uuid")
        .param("id", challenge.body().get("challengeId").asString())
        .update();

    assertThat(client.authorise(challenge).expect(409).problem()).isEqualTo("challenge-used");
  }

  @Test
  void aChallengePutBackIntoTheDatabaseIsStillUsed() {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    String id = challenge.body().get("challengeId").asString();
    String row =
        system
            .jdbc()
            .sql(
                "SELECT to_jsonb(c)::text FROM control.auth_challenges c WHERE challenge_id ="
                    + " :id::uuid")
            .param("id", id)
            .query(String.class)
            .single();
    client.authorise(challenge).expect(200);
    system
        .jdbc()
        .sql(
            "INSERT INTO control.auth_challenges SELECT * FROM"
                + " jsonb_populate_record(NULL::control.auth_challenges, :row::jsonb)")
        .param("row", row)
        .update();

    assertThat(client.authorise(challenge).expect(409).problem()).isEqualTo("challenge-used");
  }

  @Test
  void anExchangeDoesNotMoveToAnotherOrigin() {
    var challenge = client.challenge("enrol", Map.of()).expect(201);
    client.header("Origin", TestSystem.OTHER_ORIGIN);

    assertThat(client.authorise(challenge).expect(403).problem()).isEqualTo("origin-refused");
  }

  @Test
  void aRefusedAttemptOfAnOwnerIsRecorded() throws Exception {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    byte[] foreign = new TestWallet().sign(challenge.body().get("text").asString());

    client.authorise(challenge, Base58.encode(foreign)).expect(400);

    var events =
        new TopicReader(system.platform())
            .read(Principal.AUDIT, "vault-events-v1", client.wallet().address(), 2);
    var refused = VaultEvent.parseFrom(events.get(1).value());
    assertThat(refused.getKind()).isEqualTo(VaultEventKind.VAULT_EVENT_KIND_CHALLENGE_REFUSED);
    assertThat(refused.getReason()).isEqualTo("SIGNATURE_INVALID");
  }

  @Test
  void ofManyConcurrentUsesOneWins() throws Exception {
    client.enrol().expect(200);
    var challenge = client.challenge("unlock_umk", Map.of()).expect(201);
    String signature = Base58.encode(client.wallet().sign(challenge.body().get("text").asString()));
    var together = new CyclicBarrier(8);
    List<Callable<Integer>> uses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      uses.add(() -> {
        together.await();
        return client.authorise(challenge, signature).status();
      });
    }

    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var use : threads.invokeAll(uses)) {
        statuses.add(use.get());
      }
    }

    assertThat(statuses).containsOnlyOnce(200);
    assertThat(new HashSet<>(statuses)).isSubsetOf(200, 404, 409);
  }

  @Test
  void everyEnrolmentAndSignInIsRecorded() throws Exception {
    client.enrol().expect(200);
    client.signIn();

    var events =
        new TopicReader(system.platform())
            .read(Principal.AUDIT, "vault-events-v1", client.wallet().address(), 2);

    var signedIn = VaultEvent.parseFrom(events.get(1).value());
    assertThat(VaultEvent.parseFrom(events.get(0).value()).getKind())
        .isEqualTo(VaultEventKind.VAULT_EVENT_KIND_ENROLLED);
    assertThat(signedIn.getKind()).isEqualTo(VaultEventKind.VAULT_EVENT_KIND_SIGNED_IN);
    assertThat(signedIn.getClientHash().size()).isEqualTo(32);
    assertThat(
            io.quantumvault.keys.sign.Ed25519.verify(
                client.wallet().publicKey(),
                signedIn.getSignedText().toByteArray(),
                signedIn.getOwnerSignature().toByteArray()))
        .isTrue();
  }

  @Test
  void ownerKeysFitTheHierarchy() {
    client.enrol().expect(200);

    Owner owner =
        system
            .jdbc()
            .sql("SELECT public_key, salt FROM control.owners WHERE address = :address")
            .param("address", client.wallet().address())
            .query((row, n) -> new Owner(row.getBytes(1), row.getBytes(2)))
            .single();

    assertThat(owner.publicKey()).isEqualTo(client.wallet().publicKey());
  }
}
