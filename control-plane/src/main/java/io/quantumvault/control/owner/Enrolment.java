package io.quantumvault.control.owner;

import io.quantumvault.control.change.Transactions;
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
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.keys.memory.KeyStrength;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.keys.vault.UmkSlot;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.KeyMessage;
import io.quantumvault.schemas.text.Purpose;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Makes an owner: the master key is born in the request that carries the octet-stream {@code K
 * signature 64 ‖ K signature again 64 ‖ recovery code 32}, is sealed into two slots and forgotten.
 * Owner and slots are written in one transaction; a second enrolment is told to sign in instead.
 */
public final class Enrolment implements KeyedPurpose {
  private static final int SIGNATURE = 64;
  private static final int CODE = 32;

  private final OwnerStore owners;
  private final UmkSlots slots;
  private final Transactions transactions;
  private final VaultEvents events;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Enrolment(
      OwnerStore owners,
      UmkSlots slots,
      Transactions transactions,
      VaultEvents events,
      Clock clock) {
    this.owners = owners;
    this.slots = slots;
    this.transactions = transactions;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Purpose purpose() {
    return Purpose.ENROL;
  }

  @Override
  public Set<Integer> keyLengths() {
    return Set.of(2 * SIGNATURE + CODE);
  }

  @Override
  public Outcome<Prepared> prepare(Request request, Caller caller) {
    if (owners.find(request.wallet()).isPresent()) {
      return Outcome.refused(Refusal.ALREADY_ENROLLED);
    }
    return Outcome.done(
        new Prepared(
            new Binding.Enrol(),
            new Bound.Enrol(salt(), Ids.newId(), salt(), Ids.newId(), KeyMessage.CURRENT_VERSION)));
  }

  @Override
  public Outcome<List<KeyMessageAsked>> keyMessages(Challenge challenge) {
    var bound = (Bound.Enrol) challenge.bound();
    return Outcome.done(
        List.of(
            new KeyMessageAsked(
                bound.walletSlot(), bound.templateVersion(), keyMessage(challenge, bound))));
  }

  @Override
  public Outcome<Effect> effectWithKey(Challenge challenge, byte[] secrets, Caller caller) {
    var bound = (Bound.Enrol) challenge.bound();
    byte[] publicKey = Base58.decode(challenge.wallet());
    byte[] message = keyMessage(challenge, bound);
    byte[] first = Arrays.copyOfRange(secrets, 0, SIGNATURE);
    byte[] second = Arrays.copyOfRange(secrets, SIGNATURE, 2 * SIGNATURE);
    try {
      if (!Ed25519.verify(publicKey, message, first)
          || !Ed25519.verify(publicKey, message, second)) {
        return Outcome.refused(Refusal.KEY_SIGNATURE_INVALID);
      }
      if (!MessageDigest.isEqual(first, second)) {
        return Outcome.refused(
            Refusal.WALLET_NOT_DETERMINISTIC,
            "This wallet signs the same text differently each time (as some MPC and hardware"
                + " wallets do), so its signature cannot be a key. Use another wallet.");
      }
    } finally {
      Arrays.fill(first, (byte) 0);
      Arrays.fill(second, (byte) 0);
    }
    if (isWeak(secrets)) {
      return Outcome.refused(Refusal.RECOVERY_CODE_WEAK);
    }
    var owner = new OwnerRecord(challenge.wallet(), publicKey, bound.ownerSalt());
    return keep(owner, sealed(owner, challenge, bound, message, secrets), challenge, caller);
  }

  private static boolean isWeak(byte[] secrets) {
    try (SecretMemory code = Secrets.part(secrets, 2 * SIGNATURE, CODE)) {
      return KeyStrength.looksHandMade(code);
    }
  }

  private List<KeySlot> sealed(
      OwnerRecord owner, Challenge challenge, Bound.Enrol bound, byte[] message, byte[] secrets) {
    var wallet =
        new UmkSlots.Recipe(
            bound.walletSlot(),
            SlotKind.WALLET_SIGNATURE,
            bound.templateVersion(),
            challenge.domain(),
            bound.keySalt(),
            message);
    var recovery =
        new UmkSlots.Recipe(bound.recoverySlot(), SlotKind.RECOVERY_CODE, null, null, null, null);
    try (SecretMemory umk = UmkSlot.newUmk();
        SecretMemory signature = Secrets.part(secrets, 0, SIGNATURE);
        SecretMemory code = Secrets.part(secrets, 2 * SIGNATURE, CODE)) {
      var key = owner.asKeyOwner();
      return List.of(
          slots.seal(key, owner.address(), wallet, signature, umk),
          slots.seal(key, owner.address(), recovery, code, umk));
    }
  }

  private Outcome<Effect> keep(
      OwnerRecord owner, List<KeySlot> made, Challenge challenge, Caller caller) {
    return transactions.inOne(() -> {
      if (!owners.insert(owner, made, clock.instant())) {
        return Outcome.refused(Refusal.ALREADY_ENROLLED);
      }
      events.record(
          VaultFact.done(VaultFact.Kind.ENROLLED, owner.address(), challenge.id(), caller.client())
              .signed(challenge.text(), challenge.authorisation()));
      return Outcome.done(new Effect.Enrolled(owner.address(), made.get(0).id(), made.get(1).id()));
    });
  }

  private static byte[] keyMessage(Challenge challenge, Bound.Enrol bound) {
    return KeyMessage.render(
        bound.templateVersion(),
        challenge.domain(),
        challenge.wallet(),
        bound.walletSlot(),
        bound.keySalt());
  }

  private byte[] salt() {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    return salt;
  }
}
