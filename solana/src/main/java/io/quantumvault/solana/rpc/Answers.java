package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import io.quantumvault.solana.rpc.Chain.Accounts;
import io.quantumvault.solana.rpc.Chain.Simulated;
import io.quantumvault.solana.rpc.ChainNode.Epoch;
import io.quantumvault.solana.rpc.ChainNode.LandedSignature;
import io.quantumvault.solana.rpc.ChainNode.Status;
import io.quantumvault.solana.rpc.ChainNode.Statuses;
import io.quantumvault.solana.rpc.Json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what nodes answer; what is of another shape, or at a slot that cannot be, throws. */
final class Answers {
  private final @Nullable ChainClock slots;

  /** Takes what slots are believed by; null where their reader judges them itself. */
  Answers(@Nullable ChainClock slots) {
    this.slots = slots;
  }

  private long contextSlot(Json result) {
    long slot = result.get("context").get("slot").number();
    if (slots != null && !slots.believes(slot)) {
      throw new JsonException("slot " + slot + " is far from what is expected");
    }
    return slot;
  }

  Accounts accounts(Json result, int asked) {
    var accounts = result.get("value").items().stream().map(Answers::account).toList();
    if (accounts.size() != asked) {
      throw new JsonException("another number of accounts");
    }
    return new Accounts(contextSlot(result), accounts);
  }

  private static Optional<AccountData> account(Json json) {
    if (json.isNull()) {
      return Optional.empty();
    }
    var data = json.get("data");
    if (!data.at(1).string().equals("base64")) {
      throw new JsonException("another encoding");
    }
    return Optional.of(
        new AccountData(
            Address.of(json.get("owner").string()),
            json.get("lamports").number(),
            Base64.getDecoder().decode(data.at(0).string())));
  }

  Statuses statuses(Question.Result result, int asked, boolean withHistory) {
    long at = contextSlot(result.json());
    var statuses =
        result.json().get("value").items().stream()
            .map(status -> status(status, at, result.commitment()))
            .toList();
    if (statuses.size() != asked) {
      throw new JsonException("another number of statuses");
    }
    return new Statuses(at, withHistory, statuses);
  }

  private static Status status(Json json, long at, Commitment commitment) {
    if (json.isNull()) {
      return new Status.Absent();
    }
    long slot = json.get("slot").number();
    if (slot < 0 || slot > at) {
      throw new JsonException("landed after the slot of the answer");
    }
    var level = json.get("confirmationStatus");
    if (level.isNull() || !commitment.isReachedBy(level.string())) {
      return new Status.Processed(slot);
    }
    var error = json.get("err");
    return error.isNull()
        ? new Status.Landed(slot)
        : new Status.LandedWithError(slot, ShortText.of(error.text(), ShortText.MOST));
  }

  /** How far the chain is; a slot that others' answers make impossible is no answer. */
  Epoch epoch(Json result) {
    var epoch = new Epoch(result.get("absoluteSlot").number(), result.get("blockHeight").number());
    if (epoch.blockHeight() < 0 || epoch.blockHeight() > epoch.slot()) {
      throw new JsonException("more blocks than slots");
    }
    if (slots != null && !slots.couldBe(epoch.slot())) {
      throw new JsonException("slot " + epoch.slot() + " is far from what is expected");
    }
    return epoch;
  }

  static LandedSignature landed(Json json) {
    var at = json.get("blockTime");
    return new LandedSignature(
        json.get("signature").string(),
        json.get("slot").number(),
        at.isNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at.number())));
  }

  Simulated simulated(Json result) {
    contextSlot(result);
    var value = result.get("value");
    var error = value.get("err");
    return new Simulated(
        value.get("unitsConsumed").number(),
        error.isNull() ? "" : ShortText.of(error.text(), ShortText.MOST));
  }

  static List<Long> fees(Json result) {
    return result.items().stream().map(fee -> fee.get("prioritizationFee").number()).toList();
  }

  /** How long a slot took over the samples; empty for none. */
  static Optional<Duration> slotTime(Json result) {
    long slots = 0;
    long seconds = 0;
    for (var sample : result.items()) {
      slots += Math.clamp(sample.get("numSlots").number(), 0, 1_000_000);
      seconds += Math.clamp(sample.get("samplePeriodSecs").number(), 0, 1_000_000);
    }
    return slots == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds).dividedBy(slots));
  }
}
