package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.schemas.ids.Base58;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StandardWebhooksTest {
  /** The example of the specification's own libraries. */
  private static final byte[] SECRET =
      Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final Verdict BAD_ID = new Verdict.Refused("webhook-id is missing or out of form");

  private static final byte[] OTHER = "another secret of thirty-two byt".getBytes(UTF_8);
  private static final Instant SIGNED_AT = Instant.ofEpochSecond(1_614_265_330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  @TempDir Path folder;
  private FileKeyManagement wrapping;
  private FileKeyManagement unwrapping;
  private StandardWebhooks check;
  private final Map<String, String> headers = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable String secondId;

  @BeforeEach
  void open() {
    FileKmsKeys.create(KeyName.WEBHOOK, 1, folder.resolve("ingest"), folder.resolve("control"));
    wrapping = FileKeyManagement.open(folder.resolve("control"));
    unwrapping = FileKeyManagement.open(folder.resolve("ingest"));
    check = checkWith(unwrapping);
    headers.put("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
    headers.put("webhook-timestamp", "1614265330");
    headers.put("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @AfterEach
  void close() {
    wrapping.close();
    unwrapping.close();
  }

  @Test
  void thePublishedExampleHolds() {
    assertThat(checked(SIGNED_AT, seal(SECRET)))
        .isInstanceOfSatisfying(
            Verdict.Holds.class,
            holds -> assertThat(holds.nonce()).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek"));
  }

  @Test
  void eitherOfTwoSecretsMayHaveSigned() {
    assertThat(checked(SIGNED_AT, seal(OTHER), seal(SECRET))).isInstanceOf(Verdict.Holds.class);
    headers.put("webhook-signature", "v1,AAAA v2,xx " + sign(OTHER));
    assertThat(checked(SIGNED_AT, seal(OTHER), seal(SECRET))).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void whileKeyManagementDoesNotAnswerNobodyIsAccusedAndNobodyGetsIn() {
    byte[] unreachable = seal(SECRET);
    check =
        checkWith((name, context, wrapped) -> {
          if (Arrays.equals(wrapped, unreachable)) {
            throw new KmsUnavailable("transit: no answer");
          }
          return unwrapping.unwrap(name, context, wrapped);
        });

    assertThat(checked(SIGNED_AT, unreachable)).isInstanceOf(Verdict.Unavailable.class);
    // The other secret opens and is not the one that signed: still nobody can know.
    assertThat(checked(SIGNED_AT, unreachable, seal(OTHER)))
        .isInstanceOf(Verdict.Unavailable.class);
    assertThat(checked(SIGNED_AT, unreachable, seal(SECRET))).isInstanceOf(Verdict.Holds.class);
  }

  /** Neither answers before both are asked: one after the other would never come to an end. */
  @Test
  void bothSecretsAreAskedForAtOnce() {
    CountDownLatch bothAsked = new CountDownLatch(2);
    check =
        checkWith((name, context, wrapped) -> {
          bothAsked.countDown();
          await(bothAsked);
          return unwrapping.unwrap(name, context, wrapped);
        });

    assertThat(checked(SIGNED_AT, seal(OTHER), seal(SECRET))).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void aKeyManagementThatHangsLeavesTheVerdictOpenWithinTheLimit() throws Exception {
    int before = SecretMemory.liveCount();
    CountDownLatch over = new CountDownLatch(1);
    check = new StandardWebhooks(hanging(over), Duration.ofMillis(50), this::thread);

    Verdict hung = checked(SIGNED_AT, seal(SECRET), seal(OTHER));
    over.countDown();

    assertThat(hung).isInstanceOf(Verdict.Unavailable.class);
    joinAll();
    // What came too late was wiped by the thread that got it.
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  /** The limit is an hour here: whoever waited for the other one would not come back. */
  @Test
  void nobodyWaitsForASecretOnceAnotherHolds() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    byte[] hanging = seal(OTHER);
    check =
        checkWith((name, context, wrapped) ->
            (Arrays.equals(wrapped, hanging) ? hanging(over) : unwrapping)
                .unwrap(name, context, wrapped));

    assertThat(checked(SIGNED_AT, hanging, seal(SECRET))).isInstanceOf(Verdict.Holds.class);

    over.countDown();
    joinAll();
  }

  @Test
  void whoIsNotWaitedForAnyMoreIsInterrupted() throws Exception {
    byte[] hanging = seal(OTHER);
    CountDownLatch interrupted = new CountDownLatch(1);
    check =
        checkWith((name, context, wrapped) -> {
          if (Arrays.equals(wrapped, hanging)) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            throw new KmsUnavailable("transit: interrupted");
          }
          return unwrapping.unwrap(name, context, wrapped);
        });

    assertThat(checked(SIGNED_AT, hanging, seal(SECRET))).isInstanceOf(Verdict.Holds.class);

    interrupted.await();
    joinAll();
  }

  @Test
  void aFailureOfAnyOtherKindIsNoVerdict() {
    check =
        checkWith((name, context, wrapped) -> {
          throw new IllegalStateException("key memory is closed");
        });
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Unavailable.class);
  }

  @Test
  void aThirdSecretIsNotTried() {
    assertThat(checked(SIGNED_AT, seal(OTHER), seal(OTHER), seal(SECRET)))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anotherSecretBodyIdOrTimeDoesNotHold() {
    assertThat(checked(SIGNED_AT, seal(OTHER))).isInstanceOf(Verdict.Refused.class);
    assertThat(check.check(route(seal(SECRET)), request(), "{}".getBytes(UTF_8), SIGNED_AT))
        .isInstanceOf(Verdict.Refused.class);
    headers.put("webhook-timestamp", "1614265331");
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Refused.class);
    headers.put("webhook-timestamp", "1614265330");
    headers.put("webhook-id", "msg_q");
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void fiveMinutesAreTolerated() {
    Duration five = Duration.ofMinutes(5);
    assertThat(checked(SIGNED_AT.plus(five), seal(SECRET))).isInstanceOf(Verdict.Holds.class);
    assertThat(checked(SIGNED_AT.minus(five), seal(SECRET))).isInstanceOf(Verdict.Holds.class);
    Verdict off = new Verdict.Refused("webhook-timestamp is more than five minutes off");
    assertThat(checked(SIGNED_AT.plus(five).plusMillis(1), seal(SECRET))).isEqualTo(off);
    assertThat(checked(SIGNED_AT.minus(five).minusMillis(1), seal(SECRET))).isEqualTo(off);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void everyHeaderIsNeeded(String header) {
    headers.remove(header);
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1,",
        "v1,***",
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1A==",
      })
  void otherSignaturesAreNone(String signature) {
    headers.put("webhook-signature", signature);
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anIdWithADotIsRefusedForItCouldMoveTheTimestamp() {
    headers.put("webhook-id", "msg.1");
    assertThat(checked(SIGNED_AT, seal(SECRET))).isEqualTo(BAD_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\u00e9", "\u007f"})
  void otherIdsAreNone(String id) {
    headers.put("webhook-id", id);
    assertThat(checked(SIGNED_AT, seal(SECRET))).isEqualTo(BAD_ID);
  }

  @Test
  void anIdHas128CharactersAtMost() {
    headers.put("webhook-id", "a".repeat(128));
    assertThat(checked(SIGNED_AT, seal(SECRET)))
        .isEqualTo(new Verdict.Refused("no signature holds"));
    headers.put("webhook-id", "a".repeat(129));
    assertThat(checked(SIGNED_AT, seal(SECRET))).isEqualTo(BAD_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1614265330", "1614265330.0", "now", "9999999999999", "0x6036f000"})
  void otherTimestampsAreNone(String timestamp) {
    headers.put("webhook-timestamp", timestamp);
    assertThat(checked(SIGNED_AT, seal(SECRET)))
        .isEqualTo(new Verdict.Refused("webhook-timestamp must be seconds since 1970"));
  }

  @Test
  void theNinthSignatureIsNotTried() {
    String good = headers.get("webhook-signature");
    headers.put("webhook-signature", "v1,AAAA ".repeat(7) + good);
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Holds.class);
    headers.put("webhook-signature", "v1,AAAA ".repeat(8) + good);
    assertThat(checked(SIGNED_AT, seal(SECRET))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aHeaderSentTwiceIsNone() {
    secondId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    assertThat(checked(SIGNED_AT, seal(SECRET))).isEqualTo(BAD_ID);
  }

  @Test
  void noSecretStaysOpen() throws Exception {
    int before = SecretMemory.liveCount();
    byte[][] sealed = {seal(OTHER), seal(SECRET)};
    checked(SIGNED_AT, sealed);
    headers.put("webhook-signature", "v1,AAAA");
    checked(SIGNED_AT, sealed);
    joinAll();

    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void aSecretThatDoesNotOpenIsNoVerdict() {
    byte[] ofAnotherWebhook =
        seal(SECRET, Aad.webhookSecret(Base58.decode(TestRoutes.OWNER), new UUID(7, 7)));
    assertThat(checked(SIGNED_AT, ofAnotherWebhook)).isInstanceOf(Verdict.Unavailable.class);
    assertThat(checked(SIGNED_AT)).isInstanceOf(Verdict.Unavailable.class);
    assertThat(checked(SIGNED_AT, new byte[] {1, 2, 3})).isInstanceOf(Verdict.Unavailable.class);
  }

  /** Waits without end for key management, as the limit is none of these tests' business. */
  private StandardWebhooks checkWith(KeyUnwrapping keys) {
    return new StandardWebhooks(keys, Duration.ofHours(1), this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().unstarted(work);
    threads.add(thread);
    return thread;
  }

  private void joinAll() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Heeds no interrupt, as a token's library does; answers when it is over. */
  private KeyUnwrapping hanging(CountDownLatch over) {
    return (name, context, wrapped) -> {
      await(over);
      return unwrapping.unwrap(name, context, wrapped);
    };
  }

  private static void await(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // Goes on waiting.
      }
    }
  }

  private Verdict checked(Instant now, byte[]... sealed) {
    return check.check(route(sealed), request(), BODY, now);
  }

  private static Route route(byte[]... sealed) {
    return TestRoutes.signed(List.of(sealed));
  }

  private byte[] seal(byte[] secret) {
    return seal(secret, Aad.webhookSecret(Base58.decode(TestRoutes.OWNER), TestRoutes.WEBHOOK));
  }

  private byte[] seal(byte[] secret, Aad context) {
    try (SecretMemory key = SecretMemory.takeOwnershipOf(secret.clone())) {
      return wrapping.wrap(KeyName.WEBHOOK, context, key);
    }
  }

  private String sign(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.".getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(BODY));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private IncomingRequest request() {
    return new IncomingRequest() {
      @Override
      public String method() {
        return "POST";
      }

      @Override
      public String path() {
        return "/hooks/x";
      }

      @Override
      public InetAddress peer() {
        return InetAddress.getLoopbackAddress();
      }

      @Override
      public List<String> headers(String name) {
        String value = headers.get(name);
        if (name.equals("webhook-id") && value != null && secondId != null) {
          return List.of(value, secondId);
        }
        return value == null ? List.of() : List.of(value);
      }

      @Override
      public Body body(int maxBytes, Duration within) {
        return new Body.Complete(BODY);
      }
    };
  }
}
