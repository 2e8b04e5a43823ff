package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.claim.Claim;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.fate.Fate;
import io.quantumvault.signer.fate.Followed;
import io.quantumvault.signer.fate.Resolved;
import io.quantumvault.signer.lane.Ledger.Row;
import io.quantumvault.signer.lane.Ledger.Step;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.message.NetworkFee;
import io.quantumvault.signer.order.AdminOrder;
import io.quantumvault.signer.venue.Effect;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps 7 to 9 of the page docs/signer.md: send, find out the fate, read the effect, report. */
final class SendingSteps {
  private final Ledger ledger;
  private final Tools tools;
  private final MarkBook marks;
  private final MarkAwait published;

  SendingSteps(Ledger ledger, MarkBook marks, Tools tools, MarkAwait published) {
    this.ledger = ledger;
    this.marks = marks;
    this.tools = tools;
    this.published = published;
  }

  /**
   * Takes a row on from where it stands.
   *
   * @param allowed what the locks last said of sending
   * @return the row if its outcome is unknown; null when it has ended or is another worker's
   */
  @Nullable Row follow(Intent intent, Row row, Trading trading, Allowed allowed)
      throws InterruptedException {
    return switch (row.claim()) {
      case Claim.Signed signed -> send(intent, row, signed, trading, allowed);
      case Claim.Submitted submitted -> {
        var gate = new SendGate(intent, ledger, marks, tools, allowed);
        yield end(intent, row, submitted, trading, fate(submitted, gate, () -> {}));
      }
      case Claim.OutcomeUnknown unknown -> row;
      case Claim.Ended ended -> null;
    };
  }

  /** Step 7: only after the mark that names the row, only while deadline and stops allow. */
  private @Nullable Row send(
      Intent intent, Row row, Claim.Signed signed, Trading trading, Allowed allowed)
      throws InterruptedException {
    var left = Duration.between(tools.clock().instant(), intent.deadline());
    boolean marked = published.await(intent.agentWallet(), signed.sequence(), left);
    var gate = new SendGate(intent, ledger, marks, tools, allowed);
    var submitted = signed.submitted();
    var fate =
        fate(
            submitted,
            marked ? gate : () -> false,
            () ->
                untilAnsweredUnchecked(
                    () -> ledger.submitted(intent, signed, tools.clock().instant())));
    return end(intent, row, submitted, trading, fate);
  }

  /** Step 8. */
  private Fate fate(Claim.Open open, BooleanSupplier gate, Runnable afterFirst)
      throws InterruptedException {
    var followed = new Followed(open.transaction(), open.signedAt(), gate, afterFirst);
    boolean late = now().isAfter(open.signedAt().plus(tools.settings().fateWithin()));
    var fate = tools.fates().follow(followed);
    // The time for it passed while nobody was here: one whole look before it is called unknown.
    return late && fate instanceof Fate.Undecided ? tools.fates().look(followed) : fate;
  }

  /**
   * Asks once more after an unknown outcome; null when it has ended now, or has by somebody's
   * order: then the chain is not asked. A row that a crash of the ledger set back is asked on.
   */
  @Nullable Row ask(Intent intent, Row row, Trading trading) throws InterruptedException {
    var stands = ledger.stand(intent, now()).row();
    if (stands == null || stands.claim() instanceof Claim.Ended) {
      return null;
    }
    var unknown = (Claim.OutcomeUnknown) row.claim();
    var fate = tools.fates().look(unsent(unknown));
    return fate instanceof Fate.Undecided ? row : end(intent, row, unknown, trading, fate);
  }

  /** Ends an unknown outcome as somebody ordered, unless the chain says otherwise. */
  void resolve(
      Intent intent,
      Row row,
      Claim.OutcomeUnknown unknown,
      Trading trading,
      AdminOrder.Resolve order)
      throws InterruptedException {
    switch (tools.fates().resolve(unsent(unknown), order.resolution())) {
      case Resolved.Refused(var why) ->
          untilAnswered(() -> ledger.notResolved(intent, unknown, order, why, now()));
      case Resolved.As(var fate) -> {
        boolean landed = !(fate instanceof Fate.Expired);
        var reading = landed ? reading(intent, trading, slot(fate)) : null;
        var effect = fate instanceof Fate.Landed ? effect(intent, row, trading, reading) : null;
        long fee = NetworkFee.lamports(unknown.transaction().wire());
        untilAnswered(
            () -> ledger.resolved(intent, unknown, fate, fee, effect, reading, order, now()));
      }
    }
  }

  /** Only asked about, never sent again. */
  private static Followed unsent(Claim.OutcomeUnknown unknown) {
    return new Followed(unknown.transaction(), unknown.signedAt(), () -> false, () -> {});
  }

  private static long slot(Fate fate) {
    return switch (fate) {
      case Fate.Landed(var slot) -> slot;
      case Fate.Failed(var slot, var error) -> slot;
      case Fate.Expired none -> 0;
      case Fate.Undecided none -> 0;
    };
  }

  /** Step 9: success is not an effect; the account is read again at the landing slot or later. */
  private @Nullable Row end(Intent intent, Row row, Claim.Sent sent, Trading trading, Fate fate)
      throws InterruptedException {
    var step =
        switch (fate) {
          case Fate.Landed(var slot) -> {
            var reading = reading(intent, trading, slot);
            long fee = NetworkFee.lamports(sent.transaction().wire());
            var effect = effect(intent, row, trading, reading);
            yield untilAnswered(
                () -> ledger.landed(intent, sent, slot, fee, effect, reading, now()));
          }
          case Fate.Failed(var slot, var error) -> {
            tools.units().forget();
            var reading = reading(intent, trading, slot);
            yield untilAnswered(() -> ledger.failed(intent, sent, slot, error, reading, now()));
          }
          case Fate.Expired(var refusal) ->
              untilAnswered(() -> ledger.expired(intent, sent, refusal, now()));
          case Fate.Undecided(var detail) ->
              untilAnswered(() -> ledger.unknown(intent, (Claim.Submitted) sent, detail, now()));
        };
    return switch (step) {
      case Step.Done done ->
          fate instanceof Fate.Undecided
              ? new Row(((Claim.Submitted) sent).unknown(), row.payload(), row.before())
              : null;
      case Step.Fenced fenced -> null;
      case Step.Moved(var moved) -> moved == null ? null : again(intent, moved, trading, fate);
    };
  }

  /** A power cut unmade SUBMITTED, or another step came first: what holds now is taken on. */
  private @Nullable Row again(Intent intent, Row moved, Trading trading, Fate fate)
      throws InterruptedException {
    return switch (moved.claim()) {
      case Claim.Signed signed -> {
        untilAnswered(() -> ledger.submitted(intent, signed, now()));
        yield end(intent, moved, signed.submitted(), trading, fate);
      }
      case Claim.OutcomeUnknown unknown ->
          fate instanceof Fate.Undecided ? moved : end(intent, moved, unknown, trading, fate);
      case Claim.Submitted submitted -> end(intent, moved, submitted, trading, fate);
      case Claim.Ended ended -> null;
    };
  }

  /** The account at a slot or later; null if it cannot be read within the time for it. */
  private @Nullable Reading reading(Intent intent, Trading trading, long slot)
      throws InterruptedException {
    var venue = trading.venue();
    var account = trading.account();
    if (venue == null || account == null) {
      return null;
    }
    Instant until = now().plus(tools.settings().effectWithin());
    while (now().isBefore(until)) {
      try {
        return tools.accounts().read(intent.botId(), intent.agentWallet(), account, venue, slot);
      } catch (VenueUnreadableException e) {
        return null;
      } catch (ChainException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
    return null;
  }

  private static @Nullable Effect effect(
      Intent intent, Row row, Trading trading, @Nullable Reading reading) {
    var venue = trading.venue();
    byte[] before = row.before();
    if (reading == null || venue == null || before == null) {
      return null;
    }
    try {
      return venue.effect(intent.market(), before, reading.account());
    } catch (VenueUnreadableException e) {
      return null;
    }
  }

  private Instant now() {
    return tools.clock().instant();
  }

  private <T> T untilAnswered(Supplier<T> question) throws InterruptedException {
    while (true) {
      try {
        return question.get();
      } catch (LedgerUnavailableException e) {
        Thread.sleep(tools.settings().retryEvery());
      }
    }
  }

  private void untilAnsweredUnchecked(Supplier<?> question) {
    try {
      untilAnswered(question);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
