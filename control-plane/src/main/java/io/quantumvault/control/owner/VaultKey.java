package io.quantumvault.control.owner;

import io.quantumvault.control.exchange.Challenge;
import io.quantumvault.control.exchange.KeyMessageAsked;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.text.KeyMessage;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Opens an owner's master key for one request, from the octet-stream {@code slot id 16 ‖ K
 * signature 64}.
 */
public final class VaultKey {
  /** Bytes of the octet-stream. */
  public static final int STREAM_LENGTH = 16 + 64;

  private static final int SLOT_ID = 16;
  private static final int SIGNATURE = 64;

  private final OwnerStore owners;
  private final UmkSlots slots;
  private final Clock clock;

  public VaultKey(OwnerStore owners, UmkSlots slots, Clock clock) {
    this.owners = owners;
    this.slots = slots;
    this.clock = clock;
  }

  /** The key messages of the owner's wallet slots . */
  public Outcome<List<KeyMessageAsked>> messages(Challenge challenge) {
    var messages =
        owners.slots(challenge.wallet()).stream()
            .filter(slot -> slot.kind() == SlotKind.WALLET_SIGNATURE)
            .map(slot -> new KeyMessageAsked(slot.id(), template(slot), keyMessage(slot)))
            .toList();
    return messages.isEmpty() ? Outcome.refused(Refusal.KEY_SLOT_UNUSABLE) : Outcome.done(messages);
  }

  /**
   * Uses the master key, which is wiped when {@code use} returns.
   *
   * @param secrets wiped by the edge that read it
   */
  public <T> Outcome<T> use(
      String wallet, byte[] secrets, BiFunction<OwnerRecord, SecretMemory, Outcome<T>> use) {
    var owner = owners.find(wallet);
    if (owner.isEmpty()) {
      return Outcome.refused(Refusal.NOT_ENROLLED);
    }
    UUID slotId = Ids.fromBytes(Arrays.copyOf(secrets, SLOT_ID));
    var slot =
        owners.slots(wallet).stream()
            .filter(s -> s.id().equals(slotId) && s.kind() == SlotKind.WALLET_SIGNATURE)
            .findFirst();
    if (slot.isEmpty()) {
      return Outcome.refused(Refusal.KEY_SLOT_UNUSABLE);
    }
    byte[] message = keyMessage(slot.get());
    if (!signedByWallet(owner.get(), message, secrets)) {
      return Outcome.refused(Refusal.KEY_SIGNATURE_INVALID);
    }
    try (SecretMemory signature = Secrets.part(secrets, SLOT_ID, SIGNATURE)) {
      return slots
          .open(owner.get().asKeyOwner(), slot.get(), message, signature)
          .then(umk -> {
            try (umk) {
              owners.slotUsed(slotId, clock.instant());
              return use.apply(owner.get(), umk);
            }
          });
    }
  }

  private static boolean signedByWallet(OwnerRecord owner, byte[] message, byte[] secrets) {
    byte[] signature = Arrays.copyOfRange(secrets, SLOT_ID, SLOT_ID + SIGNATURE);
    try {
      return Ed25519.verify(owner.publicKey(), message, signature);
    } finally {
      Arrays.fill(signature, (byte) 0);
    }
  }

  private static byte[] keyMessage(KeySlot slot) {
    return KeyMessage.render(
        template(slot),
        Objects.requireNonNull(slot.domain()),
        slot.owner(),
        slot.id(),
        Objects.requireNonNull(slot.keySalt()));
  }

  private static int template(KeySlot slot) {
    return Objects.requireNonNull(slot.templateVersion());
  }
}
