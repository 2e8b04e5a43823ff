package io.quantumvault.control.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.control.outcome.Outcome.Refused;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.control.vault.VaultFact.Severity;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.schemas.text.Purpose;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the exchanges of docs/owner-protocol.md.
 *
 * <p>Guarantees: a signature is verified strictly and over the stored bytes; an authorisation works
 * once; a key message is handed out only after an authorisation in the same exchange; an exchange
 * stays in the session it began in; the challenge is erased when its exchange ends, well or badly.
 */
public final class Exchanges {
  /** Open exchanges of one client. */
  public static final int MOST_OPEN = 100;

  /** Refused attempts of one client in {@link #FAILURE_WINDOW}. */
  public static final int MOST_FAILURES = 30;

  public static final Duration FAILURE_WINDOW = Duration.ofMinutes(15);

  private final Map<Purpose, PurposeHandler> handlers;
  private final ChallengeStore challenges;
  private final Attempts attempts;
  private final KnownOwners owners;
  private final VaultEvents events;
  private final String cluster;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Exchanges(
      List<PurposeHandler> handlers,
      ChallengeStore challenges,
      Attempts attempts,
      KnownOwners owners,
      VaultEvents events,
      String cluster,
      Clock clock) {
    this.handlers =
        handlers.stream().collect(Collectors.toMap(PurposeHandler::purpose, Function.identity()));
    this.challenges = challenges;
    this.attempts = attempts;
    this.owners = owners;
    this.events = events;
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Makes a challenge. */
  public Outcome<Challenge> open(Request request, Caller caller) {
    Instant now = now();
    PurposeHandler handler = handlers.get(request.purpose());
    if (handler == null) {
      return Outcome.refused(Refusal.PURPOSE_NOT_OFFERED, request.purpose().wireName());
    }
    if (!Base58.isAddress(request.wallet())) {
      return Outcome.refused(
          Refusal.MALFORMED_REQUEST, "wallet must be a Base58 address of 32 bytes");
    }
    if (limited(request.purpose(), caller, now)
        || (request.purpose() != Purpose.REVOKE_EXECUTION
            && challenges.openOf(caller.client().addressHash(), now) >= MOST_OPEN)) {
      return Outcome.refused(Refusal.TOO_MANY_REQUESTS);
    }
    return requireSession(request.purpose(), request.wallet(), caller)
        .then(ok -> handler.prepare(request, caller))
        .map(prepared -> keep(request, prepared, caller, now));
  }

  /**
   * Takes the owner's signature over the text.
   *
   * @param signedMessage what the wallet says it signed, where it says so; must be the very bytes
   */
  public Outcome<Authorised> authorise(
      UUID id, byte[] signature, byte @Nullable [] signedMessage, Caller caller) {
    Instant now = now();
    return noting(
        id, caller, live(id, caller, now).then(c -> verified(c, signature, signedMessage, caller)));
  }

  /**
   * Takes the signatures over the key message and ends the exchange.
   *
   * @param secrets wiped by the caller
   */
  public Outcome<Effect> completeWithKey(UUID id, byte[] secrets, Caller caller) {
    Instant now = now();
    return noting(id, caller, live(id, caller, now).then(c -> completed(c, secrets, caller, now)));
  }

  private Challenge keep(Request request, Prepared prepared, Caller caller, Instant now) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    UUID id = Ids.newId(now.toEpochMilli());
    Instant expiresAt = now.plus(Lifetimes.of(request.purpose()));
    var frame =
        new Frame(
            caller.domain(),
            caller.origin(),
            cluster,
            request.wallet(),
            id,
            HexFormat.of().formatHex(nonce),
            now,
            expiresAt);
    var challenge =
        new Challenge(
            id,
            Sha256.of(nonce),
            request.purpose(),
            request.wallet(),
            caller.domain(),
            AuthorisationText.of(prepared.binding(), frame).render().getBytes(UTF_8),
            prepared.bound(),
            caller.session() == null ? null : caller.session().sessionId(),
            caller.client().addressHash(),
            now,
            expiresAt,
            null);
    challenges.open(challenge);
    return challenge;
  }

  private Outcome<Challenge> live(UUID id, Caller caller, Instant now) {
    var found = challenges.find(id);
    if (found.isEmpty()) {
      return Outcome.refused(Refusal.CHALLENGE_UNKNOWN);
    }
    Challenge challenge = found.get();
    if (limited(challenge.purpose(), caller, now)) {
      return Outcome.refused(Refusal.TOO_MANY_REQUESTS);
    }
    if (!now.isBefore(challenge.expiresAt())) {
      return Outcome.refused(Refusal.CHALLENGE_EXPIRED);
    }
    // The text names the origin it was made for; an exchange does not move to another.
    if (!challenge.domain().equals(caller.domain())) {
      return Outcome.refused(Refusal.ORIGIN_REFUSED);
    }
    return requireSession(challenge.purpose(), challenge.wallet(), caller)
        .then(ok -> sameSession(challenge, caller));
  }

  private static Outcome<Challenge> sameSession(Challenge challenge, Caller caller) {
    boolean same =
        !needsSession(challenge.purpose())
            || (caller.session() != null
                && Objects.equals(challenge.sessionId(), caller.session().sessionId()));
    return same ? Outcome.done(challenge) : Outcome.refused(Refusal.NOT_YOURS);
  }

  private Outcome<Authorised> verified(
      Challenge challenge, byte[] signature, byte @Nullable [] signedMessage, Caller caller) {
    if (challenge.signature() != null) {
      return Outcome.refused(Refusal.CHALLENGE_USED);
    }
    if (signedMessage != null && !MessageDigest.isEqual(signedMessage, challenge.text())) {
      return Outcome.refused(Refusal.SIGNED_MESSAGE_DIFFERS);
    }
    if (!Ed25519.verify(Base58.decode(challenge.wallet()), challenge.text(), signature)) {
      return Outcome.refused(Refusal.SIGNATURE_INVALID);
    }
    PurposeHandler handler = handler(challenge);
    Challenge authorised = challenge.authorised(signature);
    if (handler.needsKey(challenge.bound())) {
      return challenges.authorise(challenge, signature, now())
          ? handler.keyMessages(authorised).map(Authorised.KeyAsked::new)
          : Outcome.refused(Refusal.CHALLENGE_USED);
    }
    return challenges.authoriseAndErase(challenge, now())
        ? handler.effect(authorised, caller).map(Authorised.Ended::new)
        : Outcome.refused(Refusal.CHALLENGE_USED);
  }

  private Outcome<Effect> completed(
      Challenge challenge, byte[] secrets, Caller caller, Instant now) {
    if (challenge.signature() == null) {
      return Outcome.refused(Refusal.CHALLENGE_NOT_AUTHORISED);
    }
    PurposeHandler handler = handler(challenge);
    if (!handler.keyLengths().contains(secrets.length)) {
      return Outcome.refused(
          Refusal.MALFORMED_REQUEST, "the octet-stream must have " + handler.keyLengths());
    }
    // Erased before it is used: whatever comes of it, these bytes authorise nothing again.
    return challenges
        .takeAuthorised(challenge.id(), now)
        .map(taken -> handler.effectWithKey(taken, secrets, caller))
        .orElseGet(() -> Outcome.refused(Refusal.CHALLENGE_USED));
  }

  private PurposeHandler handler(Challenge challenge) {
    return Objects.requireNonNull(handlers.get(challenge.purpose()));
  }

  private static Outcome<Boolean> requireSession(Purpose purpose, String wallet, Caller caller) {
    if (!needsSession(purpose)) {
      return Outcome.done(true);
    }
    if (caller.session() == null) {
      return Outcome.refused(Refusal.NOT_SIGNED_IN);
    }
    return caller.session().owner().equals(wallet)
        ? Outcome.done(true)
        : Outcome.refused(Refusal.NOT_YOURS);
  }

  private static boolean needsSession(Purpose purpose) {
    return purpose != Purpose.ENROL && purpose != Purpose.UNLOCK_UMK;
  }

  /** Taking execution away is never limited. */
  private boolean limited(Purpose purpose, Caller caller, Instant now) {
    return purpose != Purpose.REVOKE_EXECUTION
        && attempts.failuresSince(caller.client().addressHash(), now.minus(FAILURE_WINDOW))
            >= MOST_FAILURES;
  }

  /** Counts a refusal against the client, and records it where the wallet is an owner's. */
  private <T> Outcome<T> noting(UUID id, Caller caller, Outcome<T> outcome) {
    switch (outcome) {
      case Done<T> done -> {}
      // Counted once already: counting on would flood the trail and lock the client out for ever.
      case Refused<T>(Refusal refusal, List<String> details)
          when refusal == Refusal.TOO_MANY_REQUESTS -> {}
      case Refused<T>(Refusal refusal, List<String> details) -> {
        attempts.failed(caller.client().addressHash(), now());
        String wallet = triedWallet(id, caller);
        if (wallet != null && owners.isKnown(wallet)) {
          Severity severity =
              refusal == Refusal.INTEGRITY_FAILURE ? Severity.ALERT : Severity.WARNING;
          events.record(VaultFact.refused(wallet, refusal.name(), severity, id, caller.client()));
        }
      }
    }
    return outcome;
  }

  private @Nullable String triedWallet(UUID id, Caller caller) {
    if (caller.session() != null) {
      return caller.session().owner();
    }
    return challenges.find(id).map(Challenge::wallet).orElse(null);
  }

  /** Whole milliseconds, as the texts write times. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
