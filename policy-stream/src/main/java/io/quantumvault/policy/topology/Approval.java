package io.quantumvault.policy.topology;

import io.quantumvault.policy.book.BotBook;
import io.quantumvault.policy.book.Pursuit;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.DecisionRequest;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.inbound.ReadSignal;
import io.quantumvault.policy.outbound.InputsWriter;
import io.quantumvault.policy.outbound.IntentCause;
import io.quantumvault.policy.outbound.IntentWriter.Outgoing;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Enters what was approved into the bot's book and says what goes out for it. */
record Approval(ReadSignal signal, DecisionRequest request, Decision.Approved approved) {

  List<Outgoing> enter(BotBook book) {
    var alert = signal.alert();
    var inputs = InputsWriter.write(request);
    var grant =
        Objects.requireNonNull(request.standing().grant(), "nothing is approved without a grant");
    var intents = new ArrayList<Outgoing>();
    book.endPursuitOfSignal(alert.market());
    for (var order : approved.orders()) {
      boolean first = intents.isEmpty();
      var intentId = Ids.intentId(alert.signalId(), order.part().ordinal(), 0);
      book.reserve(intentId, order, request.now());
      pursue(book, order, intentId);
      intents.add(
          new Outgoing(
              IntentCause.of(signal.source()),
              intentId,
              0,
              order,
              grant,
              inputs,
              first ? signal.source().getNoticesList() : List.of(),
              first ? approved.notices() : List.of(),
              first ? approved.refusedParts() : List.of()));
    }
    if (alert.positionAfter() != null && counts(grant)) {
      // A sender whose clock is ahead must not shut out those that are right.
      var time = alert.alertTime().isAfter(request.now()) ? request.now() : alert.alertTime();
      book.follow(alert.market(), time);
    }
    return intents;
  }

  private boolean counts(GrantTerms grant) {
    return signal.alert().action() == Action.SYNC
        || (grant.limits() != null && grant.limits().positionMode() != PositionMode.AS_SENT);
  }

  private void pursue(BotBook book, Order order, UUID intentId) {
    boolean fillsAtOnce = order.type() == OrderType.MARKET && order.action() != Action.CANCEL;
    if (!order.exit() || !fillsAtOnce || book.pursuits().containsKey(order.market())) {
      return; // what rests is not pursued, and a FLATTEN stop sees to all there is
    }
    var source = signal.source();
    book.put(
        order.market(),
        new Pursuit(
            new Pursuit.Cause.OfSignal(
                signal.alert().signalId(),
                order.part().ordinal(),
                source.getEnvelope().getEventId(),
                signal.alert().alertTime()),
            0,
            intentId,
            order.direction(),
            order.wholePosition() ? null : order.size(),
            order.maxSlippageBps(),
            request.now()));
  }
}
