package io.quantumvault.control.grant;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.bot.PolicyVersion;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.Bound;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.KeyMessageAsked;
import io.quantumvault.control.exchange.KeyedPurpose;
import io.quantumvault.control.exchange.Prepared;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.owner.OwnerRecord;
import io.quantumvault.control.owner.OwnerStore;
import io.quantumvault.control.owner.VaultKey;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.GrantText;
import io.quantumvault.schemas.text.Purpose;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives execution: the owner signs a text that says every limit, and in the same exchange the
 * agent's execution key (EK) is derived, bound to the policy by a MAC and wrapped to the signer.
 * Nothing that could open the words leaves this request. The bot's previous grant ends.
 */
public final class Granting implements KeyedPurpose {
  public static final int MOST_PER_HOUR = 10;
  public static final Duration USUAL = Duration.ofHours(1);
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  private final BotStore bots;
  private final GrantStore grants;
  private final OwnerStore owners;
  private final VaultKey vaultKey;
  private final KeyWrapping keyWrapping;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Set<String> domains;
  private final Clock clock;

  public Granting(
      BotStore bots,
      GrantStore grants,
      OwnerStore owners,
      VaultKey vaultKey,
      KeyWrapping keyWrapping,
      WalletChanges changes,
      VaultEvents events,
      Set<String> domains,
      Clock clock) {
    this.bots = bots;
    this.grants = grants;
    this.owners = owners;
    this.vaultKey = vaultKey;
    this.keyWrapping = keyWrapping;
    this.changes = changes;
    this.events = events;
    this.domains = domains;
    this.clock = clock;
  }

  @Override
  public Purpose purpose() {
    return Purpose.ENABLE_EXECUTION;
  }

  @Override
  public Set<Integer> keyLengths() {
    return Set.of(VaultKey.STREAM_LENGTH);
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    if (request.botId() == null) {
      return Outcome.refused(Refusal.MALFORMED_REQUEST, "botId is needed");
    }
    long seconds = Objects.requireNonNullElse(request.expiresInSeconds(), USUAL.toSeconds());
    if (seconds < SHORTEST.toSeconds() || seconds > GrantText.LONGEST_GRANT.toSeconds()) {
      return Outcome.refused(
          Refusal.MALFORMED_REQUEST, "expiresInSeconds must be from 60 to 86400");
    }
    if (owners.slots(request.wallet()).size() < 2) {
      return Outcome.refused(Refusal.TWO_SLOTS_NEEDED);
    }
    var bot = bots.find(request.wallet(), request.botId());
    if (bot.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "bot");
    }
    if (limitReached(request.wallet(), bot.get())) {
      return tooMany();
    }
    var policy =
        request.policyVersion() == null
            ? bots.newestPolicy(bot.get().id())
            : bots.policy(bot.get().id(), request.policyVersion());
    return policy
        .map(version -> prepared(bot.get(), version, seconds))
        .orElseGet(() -> Outcome.refused(Refusal.POLICY_MISSING));
  }

  private Outcome<Prepared> prepared(Bot bot, PolicyVersion version, long seconds) {
    Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusSeconds(seconds);
    return document(version)
        .map(document ->
            new Prepared(
                new Binding.Enable(document, version.version(), expiresAt),
                new Bound.Enable(bot.id(), version.version(), version.sha256(), expiresAt)));
  }

  @Override
  public Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge) {
    return vaultKey.messages(challenge);
  }

  @Override
  public Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller) {
    var bound = (Bound.Enable) challenge.bound();
    var bot = bots.find(challenge.wallet(), bound.botId());
    var version = bots.policy(bound.botId(), bound.policyVersion());
    if (bot.isEmpty() || version.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "bot");
    }
    return document(version.get())
        .then(document -> said(challenge, bound, document))
        .then(policy ->
            vaultKey.use(
                challenge.wallet(),
                secrets,
                (owner, umk) ->
                    keep(
                        material(owner, umk, bot.get(), version.get(), policy, challenge),
                        caller,
                        owner)));
  }

  /** What was signed must say exactly what the stored bytes say; the signer will look again. */
  private Outcome<PolicyDocument> said(
      Challenge challenge, Bound.Enable bound, PolicyDocument document) {
    boolean same =
        MessageDigest.isEqual(bound.policySha256(), document.sha256())
            && GrantText.matches(
                challenge.text(),
                document,
                bound.policyVersion(),
                challenge.id(),
                bound.grantExpiresAt(),
                challenge.wallet(),
                domains);
    return same ? Outcome.done(document) : Outcome.refused(Refusal.INTEGRITY_FAILURE, "policy");
  }

  private NewGrant material(
      OwnerRecord owner,
      SecretMemory umk,
      Bot bot,
      PolicyVersion policy,
      PolicyDocument document,
      Challenge challenge) {
    var bound = (Bound.Enable) challenge.bound();
    Instant exitsUntil = bound.grantExpiresAt().plus(document.exitsFor());
    byte[] agent = Base58.decode(bot.agentWallet());
    var terms =
        new GrantTerms(
            bot.id(), challenge.id(), Bytes32.of(policy.sha256()), exitsUntil.toEpochMilli());
    try (var key = GrantKey.derive(owner.asKeyOwner(), umk, agent)) {
      return new NewGrant(
          challenge.id(),
          bot.id(),
          bot.agentWallet(),
          policy.version(),
          policy.policy(),
          policy.sha256(),
          key.policyMac(bot.id(), policy.version(), policy.policy()),
          key.seal(keyWrapping, terms),
          challenge.text(),
          challenge.authorisation(),
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          bound.grantExpiresAt(),
          exitsUntil);
    }
  }

  private Outcome<Effect> keep(NewGrant grant, Caller caller, OwnerRecord owner) {
    return changes.change(
        List.of(grant.agentWallet()),
        () -> {
          var bot = bots.find(owner.address(), grant.botId());
          if (bot.isEmpty()) {
            return Outcome.refused(Refusal.NOT_FOUND, "bot");
          }
          if (limitReached(owner.address(), bot.get())) {
            return tooMany();
          }
          owners.used(owner.address(), purpose().wireName(), subject(bot.get()), grant.startsAt());
          grants.endLive(grant.botId(), grant.startsAt());
          long sequence = grants.insert(grant);
          events.record(
              VaultFact.done(
                      VaultFact.Kind.GRANTED, owner.address(), grant.grantId(), caller.client())
                  .on(grant.agentWallet(), grant.botId())
                  .signed(grant.signedText(), grant.ownerSignature())
                  .withGrant(grant.grantId()));
          return Outcome.done(
              new Effect.Granted(
                  grant.grantId(),
                  grant.botId(),
                  sequence,
                  grant.policyVersion(),
                  grant.startsAt(),
                  grant.expiresAt()));
        });
  }

  private boolean limitReached(String owner, Bot bot) {
    return owners.usesSince(
            owner, purpose().wireName(), subject(bot), clock.instant().minus(Duration.ofHours(1)))
        >= MOST_PER_HOUR;
  }

  private static String subject(Bot bot) {
    return bot.id().toString();
  }

  private static <T> Outcome<T> tooMany() {
    return Outcome.refused(
        Refusal.TOO_MANY_REQUESTS, "at most " + MOST_PER_HOUR + " grants per bot and hour");
  }

  private static Outcome<PolicyDocument> document(PolicyVersion version) {
    try {
      return Outcome.done(PolicyDocument.parseCanonical(version.policy()));
    } catch (PolicyFormatException e) {
      // Written by this service as canonical bytes: somebody else has edited the row.
      return Outcome.refused(Refusal.INTEGRITY_FAILURE, "policy");
    }
  }
}
