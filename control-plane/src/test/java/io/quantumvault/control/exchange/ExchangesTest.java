package io.quantumvault.control.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of an exchange, on a clock and stores of the test's own. */
class ExchangesTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final String ORIGIN = "http://localhost:8080";
  private static final Client CLIENT = new Client(new byte[] {1}, new byte[] {2}, "key-1");
  private static final byte[] SEED = "a seed of a wallet for the tests".getBytes(UTF_8);
  private static final byte[] PUBLIC_KEY = publicKey();
  private static final String WALLET = Base58.encode(PUBLIC_KEY);
  private static final int KEY_BYTES = 7;

  private Instant now = START;
  private final MemoryChallenges challenges = new MemoryChallenges();
  private final List<Instant> failures = new ArrayList<>();
  private final List<VaultFact> facts = new ArrayList<>();
  private final List<Purpose> effects = new ArrayList<>();
  private final Exchanges exchanges =
      new Exchanges(
          List.of(
              new Plain(Purpose.UNLOCK_UMK, new Binding.SignIn(), new Bound.SignIn()),
              new Plain(Purpose.REVOKE_EXECUTION, new Binding.Revoke(null), new Bound.Revoke(null)),
              new Keyed()),
          challenges,
          new MemoryAttempts(),
          wallet -> wallet.equals(WALLET),
          facts::add,
          "localnet",
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              throw new UnsupportedOperationException();
            }
          });

  @Test
  void anAuthorisationHasItsEffectOnce() {
    Challenge challenge = open(Purpose.UNLOCK_UMK, stranger());

    assertThat(authorise(challenge, sign(challenge), stranger())).isNull();
    assertThat(authorise(challenge, sign(challenge), stranger()))
        .isEqualTo(Refusal.CHALLENGE_UNKNOWN);
    assertThat(effects).containsExactly(Purpose.UNLOCK_UMK);
  }

  @Test
  void aChallengeWhoseNonceSomebodyElseUsedFirstHasNoEffect() {
    Challenge challenge = open(Purpose.UNLOCK_UMK, stranger());
    challenges.nonceIsUsed = true;

    assertThat(authorise(challenge, sign(challenge), stranger())).isEqualTo(Refusal.CHALLENGE_USED);
    Challenge keyed = open(Purpose.ENROL, stranger());
    assertThat(authorise(keyed, sign(keyed), stranger())).isEqualTo(Refusal.CHALLENGE_USED);
    assertThat(effects).isEmpty();
  }

  @Test
  void theKeyMessageIsAskedForOnceAndTakenOnce() {
    Challenge challenge = open(Purpose.ENROL, stranger());

    assertThat(complete(challenge, new byte[KEY_BYTES], stranger()))
        .isEqualTo(Refusal.CHALLENGE_NOT_AUTHORISED);
    assertThat(authorise(challenge, sign(challenge), stranger())).isNull();
    assertThat(authorise(challenge, sign(challenge), stranger())).isEqualTo(Refusal.CHALLENGE_USED);
    assertThat(complete(challenge, new byte[KEY_BYTES + 1], stranger()))
        .isEqualTo(Refusal.MALFORMED_REQUEST);
    assertThat(effects).isEmpty();
    assertThat(complete(challenge, new byte[KEY_BYTES], stranger())).isNull();
    assertThat(complete(challenge, new byte[KEY_BYTES], stranger()))
        .isEqualTo(Refusal.CHALLENGE_UNKNOWN);
    assertThat(effects).containsExactly(Purpose.ENROL);
  }

  @Test
  void ofTwoWhoBringTheKeyAtOnceTheSecondFindsItTaken() {
    Challenge challenge = open(Purpose.ENROL, stranger());
    assertThat(authorise(challenge, sign(challenge), stranger())).isNull();
    challenges.takenByAnother = true;

    assertThat(complete(challenge, new byte[KEY_BYTES], stranger()))
        .isEqualTo(Refusal.CHALLENGE_USED);
    assertThat(effects).isEmpty();
  }

  @Test
  void aChallengeEndsWithItsLastMillisecond() {
    Challenge inTime = open(Purpose.UNLOCK_UMK, stranger());
    Challenge late = open(Purpose.UNLOCK_UMK, stranger());
    Challenge keyed = open(Purpose.ENROL, stranger());
    assertThat(authorise(keyed, sign(keyed), stranger())).isNull();

    now = START.plus(Duration.ofMinutes(5)).minusMillis(1);
    assertThat(authorise(inTime, sign(inTime), stranger())).isNull();
    now = START.plus(Duration.ofMinutes(5));
    assertThat(authorise(late, sign(late), stranger())).isEqualTo(Refusal.CHALLENGE_EXPIRED);
    assertThat(complete(keyed, new byte[KEY_BYTES], stranger()))
        .isEqualTo(Refusal.CHALLENGE_EXPIRED);
  }

  @Test
  void theSignatureIsTheWalletsOverTheStoredBytes() {
    Challenge challenge = open(Purpose.UNLOCK_UMK, stranger());
    byte[] signature = sign(challenge);
    byte[] overAnotherText = sign("another text".getBytes(UTF_8));
    byte[] said = challenge.text().clone();
    said[said.length - 1] ^= 1;

    assertThat(authorise(challenge, overAnotherText, stranger()))
        .isEqualTo(Refusal.SIGNATURE_INVALID);
    assertThat(refusal(exchanges.authorise(challenge.id(), signature, said, stranger())))
        .isEqualTo(Refusal.SIGNED_MESSAGE_DIFFERS);
    assertThat(effects).isEmpty();
    assertThat(
            refusal(
                exchanges.authorise(
                    challenge.id(), signature, challenge.text().clone(), stranger())))
        .isNull();
  }

  @Test
  void anExchangeDoesNotMoveToAnotherOrigin() {
    Challenge challenge = open(Purpose.UNLOCK_UMK, stranger());
    Caller elsewhere = new Caller(null, "http://127.0.0.1:8080", CLIENT);

    assertThat(authorise(challenge, sign(challenge), elsewhere)).isEqualTo(Refusal.ORIGIN_REFUSED);
  }

  @Test
  void whatNeedsASessionBelongsToItsWalletAndStaysInIt() {
    Caller owner = signedIn(WALLET);
    Caller other = signedIn(Base58.encode(new byte[32]));

    assertThat(refusedAtOpening(Purpose.REVOKE_EXECUTION, stranger()))
        .isEqualTo(Refusal.NOT_SIGNED_IN);
    assertThat(refusedAtOpening(Purpose.REVOKE_EXECUTION, other)).isEqualTo(Refusal.NOT_YOURS);
    Challenge challenge = open(Purpose.REVOKE_EXECUTION, owner);
    assertThat(authorise(challenge, sign(challenge), stranger())).isEqualTo(Refusal.NOT_SIGNED_IN);
    assertThat(authorise(challenge, sign(challenge), other)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(authorise(challenge, sign(challenge), signedIn(WALLET)))
        .as("another session of the same owner")
        .isEqualTo(Refusal.NOT_YOURS);
    assertThat(authorise(challenge, sign(challenge), owner)).isNull();
  }

  @Test
  void whoFailedTooOftenWaitsButMayStillRevoke() {
    Caller owner = signedIn(WALLET);
    Challenge open = open(Purpose.UNLOCK_UMK, stranger());
    for (int i = 0; i < Exchanges.MOST_FAILURES; i++) {
      now = now.plusMillis(1);
      assertThat(authorise(open, new byte[64], stranger())).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    assertThat(authorise(open, sign(open), stranger())).isEqualTo(Refusal.TOO_MANY_REQUESTS);
    assertThat(refusedAtOpening(Purpose.UNLOCK_UMK, stranger()))
        .isEqualTo(Refusal.TOO_MANY_REQUESTS);
    assertThat(failures).as("waiting is no further failure").hasSize(Exchanges.MOST_FAILURES);
    Challenge revoking = open(Purpose.REVOKE_EXECUTION, owner);
    assertThat(authorise(revoking, sign(revoking), owner)).isNull();
    now = START.plusMillis(1).plus(Exchanges.FAILURE_WINDOW);
    assertThat(refusedAtOpening(Purpose.UNLOCK_UMK, stranger())).isNull();
  }

  @Test
  void aClientHasAHundredOpenExchangesAtMostButMayStillRevoke() {
    for (int i = 0; i < Exchanges.MOST_OPEN; i++) {
      open(Purpose.UNLOCK_UMK, stranger());
    }

    assertThat(refusedAtOpening(Purpose.UNLOCK_UMK, stranger()))
        .isEqualTo(Refusal.TOO_MANY_REQUESTS);
    assertThat(refusedAtOpening(Purpose.REVOKE_EXECUTION, signedIn(WALLET))).isNull();
  }

  @Test
  void onlyRefusedAttemptsOnAnOwnersWalletReachTheTrail() {
    Challenge challenge = open(Purpose.UNLOCK_UMK, stranger());
    authorise(challenge, new byte[64], stranger());
    assertThat(
            refusal(
                exchanges.authorise(
                    UUID.fromString("01900000-0000-7000-8000-000000000001"),
                    new byte[64],
                    null,
                    stranger())))
        .isEqualTo(Refusal.CHALLENGE_UNKNOWN);

    assertThat(facts).extracting(VaultFact::reason).containsExactly("SIGNATURE_INVALID");
    assertThat(failures).hasSize(2);
  }

  @Test
  void aWalletThatIsNoAddressAndAPurposeThatIsNotOfferedGetNoText() {
    assertThat(refusal(exchanges.open(asked(Purpose.UNLOCK_UMK, "not-an-address"), stranger())))
        .isEqualTo(Refusal.MALFORMED_REQUEST);
    assertThat(refusedAtOpening(Purpose.WITHDRAW, signedIn(WALLET)))
        .isEqualTo(Refusal.PURPOSE_NOT_OFFERED);
    assertThat(challenges.kept).isEmpty();
  }

  private static Caller stranger() {
    return new Caller(null, ORIGIN, CLIENT);
  }

  /** In a session of its own. */
  private static Caller signedIn(String owner) {
    return new Caller(new SignedIn(UUID.randomUUID(), owner), ORIGIN, CLIENT);
  }

  private Challenge open(Purpose purpose, Caller caller) {
    return switch (exchanges.open(asked(purpose, WALLET), caller)) {
      case Outcome.Done<Challenge>(Challenge challenge) -> challenge;
      case Outcome.Refused<Challenge> refused -> throw new AssertionError(refused);
    };
  }

  private @Nullable Refusal refusedAtOpening(Purpose purpose, Caller caller) {
    return refusal(exchanges.open(asked(purpose, WALLET), caller));
  }

  private static Request asked(Purpose purpose, String wallet) {
    return new Request(purpose, wallet, null, null, true, null, null, null);
  }

  private @Nullable Refusal authorise(Challenge challenge, byte[] signature, Caller caller) {
    return refusal(exchanges.authorise(challenge.id(), signature, null, caller));
  }

  private @Nullable Refusal complete(Challenge challenge, byte[] secrets, Caller caller) {
    return refusal(exchanges.completeWithKey(challenge.id(), secrets, caller));
  }

  /** Null when it was done. */
  private static <T> @Nullable Refusal refusal(Outcome<T> outcome) {
    return outcome instanceof Outcome.Refused<T> refused ? refused.refusal() : null;
  }

  private static byte[] publicKey() {
    try (SecretMemory seed = SecretMemory.takeOwnershipOf(SEED.clone())) {
      return Ed25519.publicKey(seed);
    }
  }

  private static byte[] sign(Challenge challenge) {
    return sign(challenge.text());
  }

  private static byte[] sign(byte[] text) {
    try (SecretMemory seed = SecretMemory.takeOwnershipOf(SEED.clone())) {
      return Ed25519.sign(seed, PUBLIC_KEY, text);
    }
  }

  private final class MemoryAttempts implements Attempts {
    @Override
    public void failed(byte[] clientHash, Instant at) {
      assertThat(clientHash).isEqualTo(CLIENT.addressHash());
      failures.add(at);
    }

    @Override
    public int failuresSince(byte[] clientHash, Instant since) {
      return (int) failures.stream().filter(at -> at.isAfter(since)).count();
    }

    @Override
    public void forgetBefore(Instant before) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Plain implements PlainPurpose {
    private final Purpose purpose;
    private final Prepared prepared;

    Plain(Purpose purpose, Binding binding, Bound bound) {
      this.purpose = purpose;
      this.prepared = new Prepared(binding, bound);
    }

    @Override
    public Purpose purpose() {
      return purpose;
    }

    @Override
    public Outcome<Prepared> prepare(Request request, Caller caller) {
      return Outcome.done(prepared);
    }

    @Override
    public Outcome<Effect> effect(Challenge challenge, Caller caller) {
      assertThat(challenge.authorisation()).isEqualTo(sign(challenge));
      effects.add(purpose);
      return Outcome.done(new Effect.Revoked(List.of()));
    }
  }

  private final class Keyed implements KeyedPurpose {
    @Override
    public Purpose purpose() {
      return Purpose.ENROL;
    }

    @Override
    public Outcome<Prepared> prepare(Request request, Caller caller) {
      return Outcome.done(
          new Prepared(
              new Binding.Enrol(),
              new Bound.Enrol(new byte[32], new UUID(1, 1), new byte[32], new UUID(2, 2), 1)));
    }

    @Override
    public Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge) {
      return Outcome.done(List.of(new KeyMessageAsked(new UUID(1, 1), 1, new byte[] {1})));
    }

    @Override
    public Set<Integer> keyLengths() {
      return Set.of(KEY_BYTES);
    }

    @Override
    public Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller) {
      effects.add(purpose());
      return Outcome.done(new Effect.Enrolled(WALLET, new UUID(1, 1), new UUID(2, 2)));
    }
  }

  /** A store that does what its interface says; what a database adds is tried on a real one. */
  private static final class MemoryChallenges implements ChallengeStore {
    private final List<Challenge> kept = new ArrayList<>();
    private boolean nonceIsUsed;
    private boolean takenByAnother;

    @Override
    public void open(Challenge challenge) {
      kept.add(challenge);
    }

    @Override
    public Optional<Challenge> find(UUID id) {
      return kept.stream().filter(challenge -> challenge.id().equals(id)).findFirst();
    }

    @Override
    public int openOf(byte[] clientHash, Instant now) {
      return (int)
          kept.stream()
              .filter(challenge ->
                  Arrays.equals(challenge.clientHash(), clientHash)
                      && challenge.expiresAt().isAfter(now))
              .count();
    }

    @Override
    public boolean authorise(Challenge challenge, byte[] signature, Instant now) {
      if (nonceIsUsed) {
        return false;
      }
      kept.set(kept.indexOf(find(challenge.id()).orElseThrow()), challenge.authorised(signature));
      return true;
    }

    @Override
    public boolean authoriseAndErase(Challenge challenge, Instant now) {
      return !nonceIsUsed && kept.removeIf(other -> other.id().equals(challenge.id()));
    }

    @Override
    public Optional<Challenge> takeAuthorised(UUID id, Instant now) {
      var found = find(id);
      found.ifPresent(kept::remove);
      return takenByAnother ? Optional.empty() : found;
    }

    @Override
    public void eraseExpired(Instant now) {
      throw new UnsupportedOperationException();
    }
  }
}
