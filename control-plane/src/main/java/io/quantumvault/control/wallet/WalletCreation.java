package io.quantumvault.control.wallet;

import io.quantumvault.control.change.Transactions;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.Bound;
import io.quantumvault.control.exchange.Caller;
import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.Effect;
import io.quantumvault.control.exchange.KeyMessageAsked;
import io.quantumvault.control.exchange.Prepared;
import io.quantumvault.control.exchange.PurposeHandler;
import io.quantumvault.control.exchange.Request;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.owner.OwnerStore;
import io.quantumvault.control.owner.VaultKey;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Purpose;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes agent wallets, at most {@link #MOST_WALLETS} per owner. CLIENT_SIDE is the owner wallet
 * itself. SERVER_SIDE makes 24 words that nobody sees, sealed under keys that only the owner's
 * master key gives; the consent to that is inside the signed text.
 */
public final class WalletCreation implements PurposeHandler {
  public static final int MOST_WALLETS = 3;

  private final WalletStore wallets;
  private final OwnerStore owners;
  private final VaultKey vaultKey;
  private final Transactions transactions;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final String cluster;
  private final Clock clock;

  public WalletCreation(
      WalletStore wallets,
      OwnerStore owners,
      VaultKey vaultKey,
      Transactions transactions,
      WalletChanges changes,
      VaultEvents events,
      String cluster,
      Clock clock) {
    this.wallets = wallets;
    this.owners = owners;
    this.vaultKey = vaultKey;
    this.transactions = transactions;
    this.changes = changes;
    this.events = events;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public Purpose purpose() {
    return Purpose.CREATE_AGENT_WALLET;
  }

  @Override
  public boolean needsKey(Bound bound) {
    return mode(bound) == SigningMode.SERVER_SIDE;
  }

  @Override
  public Set<Integer> keyLengths() {
    return Set.of(VaultKey.STREAM_LENGTH);
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    String mode = Objects.requireNonNullElse(request.signingMode(), "");
    if (!Set.of("SERVER_SIDE", "CLIENT_SIDE").contains(mode)) {
      return Outcome.refused(
          Refusal.MALFORMED_REQUEST, "signingMode must be SERVER_SIDE or CLIENT_SIDE");
    }
    return wallets.list(request.wallet()).size() >= MOST_WALLETS
        ? tooMany()
        : Outcome.done(new Prepared(new Binding.CreateWallet(mode), new Bound.CreateWallet(mode)));
  }

  @Override
  public Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge) {
    return vaultKey.messages(challenge);
  }

  @Override
  public Outcome<Effect> effect(Challenge challenge, Caller caller) {
    return keep(Base58.decode(challenge.wallet()), null, challenge, caller);
  }

  @Override
  public Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller) {
    return vaultKey.use(
        challenge.wallet(),
        secrets,
        (owner, umk) -> {
          var keys = AgentWalletKeys.create(owner.asKeyOwner(), umk);
          return keep(keys.agent().toBytes(), keys, challenge, caller);
        });
  }

  private Outcome<Effect> keep(
      byte[] agent, @Nullable AgentWalletKeys keys, Challenge challenge, Caller caller) {
    SigningMode mode = mode(challenge.bound());
    var wallet =
        new AgentWallet(
            Base58.encode(agent),
            agent,
            challenge.wallet(),
            mode,
            cluster,
            0,
            0,
            null,
            clock.instant());
    return transactions.inOne(() -> {
      // The owner's row serialises creations, so that the count cannot be raced.
      owners.lock(challenge.wallet());
      if (wallets.list(challenge.wallet()).size() >= MOST_WALLETS) {
        return tooMany();
      }
      if (!wallets.insert(wallet, keys)) {
        return Outcome.refused(Refusal.ALREADY_EXISTS);
      }
      changes.publishNew(wallet.address());
      events.record(created(wallet, challenge, caller));
      return Outcome.done(new Effect.WalletCreated(wallet.address(), mode.name()));
    });
  }

  private static VaultFact created(AgentWallet wallet, Challenge challenge, Caller caller) {
    var severity =
        wallet.signingMode() == SigningMode.SERVER_SIDE
            ? VaultFact.Severity.ALERT
            : VaultFact.Severity.INFO;
    return VaultFact.done(
            VaultFact.Kind.AGENT_WALLET_CREATED, wallet.owner(), challenge.id(), caller.client())
        .on(wallet.address(), null)
        .because(wallet.signingMode().name(), severity)
        .signed(challenge.text(), challenge.authorisation());
  }

  private static SigningMode mode(Bound bound) {
    return SigningMode.valueOf(((Bound.CreateWallet) bound).signingMode());
  }

  private static <T> Outcome<T> tooMany() {
    return Outcome.refused(
        Refusal.LIMIT_REACHED, "an owner has at most " + MOST_WALLETS + " agent wallets");
  }
}
