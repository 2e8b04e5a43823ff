package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.with;

import io.quantumvault.policy.book.Remembered.Kind;
import io.quantumvault.policy.decision.Alert;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Decider;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.Decision.Approved;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.Limits;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.SeenBefore;
import io.quantumvault.policy.decision.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stage in small: what it reads, remembers and enters, without its topics. */
final class Desk {
  static final BigDecimal PRICE = new BigDecimal("100");

  private final Standing standing;
  private final Venue venue;
  private final Map<String, Remembered> ids = new HashMap<>();
  private BotBook book = new BotBook();
  private Instant now = Cases.NOW;

  Desk(Limits limits, Venue venue) {
    this.standing =
        with(
            with(Cases.standing(), "grant.limits", limits),
            "grant.expiresAt",
            Cases.NOW.plus(Duration.ofDays(365)));
    this.venue = venue;
    book.observe(venue.account());
  }

  BotBook book() {
    return book;
  }

  Instant now() {
    return now;
  }

  /** The clock goes on, or back. */
  void pass(Duration time) {
    now = now.plus(time);
    venue.at(now);
  }

  /** Forgets what is out of time, as the sweep does. */
  void sweep() {
    for (var one : List.copyOf(ids.entrySet())) {
      if (one.getValue().until().isBefore(now)) {
        book.forgot(one.getValue());
        ids.remove(one.getKey());
      }
    }
  }

  void restart() {
    book = BotBookCodec.decode(BotBookCodec.encode(book));
    ids.replaceAll(
        (key, id) -> RememberedCodec.decode(id.kind(), id.id(), RememberedCodec.encode(id)));
  }

  DecisionRequest request(Alert alert, Imprint imprint) {
    var quote =
        with(with(Cases.quote("100"), "publishedAt", now.minusSeconds(2)), "observedAt", now);
    return new DecisionRequest(
        now,
        alert,
        standing,
        new SeenBefore(
            remembers(Kind.NONCE, imprint.nonce()),
            remembers(Kind.CONTENT, imprint.content()),
            book.beyondMemory(imprint),
            alert.positionAfter() != null && book.overtaken(alert.market(), alert.alertTime())),
        book.activity(now),
        book.entries(alert.market()),
        Map.of(Cases.SOL, quote),
        book.account(),
        book.reservations());
  }

  private boolean remembers(Kind kind, @Nullable UUID id) {
    return id != null && ids.containsKey(kind + " " + id);
  }

  /** Decides, enters what was approved and sends it to the venue. */
  Decision decide(DecisionRequest request, Imprint imprint) {
    Remembered.of(imprint, now).forEach(id -> ids.put(id.kind() + " " + id.id(), id));
    var decision = Decider.decide(request);
    if (decision instanceof Approved approved) {
      var intents = new ArrayList<UUID>();
      for (Order order : approved.orders()) {
        var intentId =
            new UUID(imprint.signalId().getMostSignificantBits(), order.part().ordinal());
        book.reserve(intentId, order, now);
        intents.add(intentId);
      }
      if (request.alert().positionAfter() != null) {
        book.follow(request.alert().market(), request.alert().alertTime());
      }
      venue.send(intents, approved.orders());
    }
    return decision;
  }

  Decision decide(Alert alert) {
    var imprint = imprint(alert);
    return decide(request(alert, imprint), imprint);
  }

  /** Of an alert that says what no other says. */
  Imprint imprint(Alert alert) {
    return new Imprint(alert.signalId(), null, alert.signalId(), alert.alertTime(), now);
  }
}
