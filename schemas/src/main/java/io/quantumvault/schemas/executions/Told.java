package io.quantumvault.schemas.executions;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.ByHand;
import io.quantumvault.schemas.v1.ExecutionEvent.Transaction;
import java.util.Optional;

/**
 * What an event tells that several kinds tell. An event of a kind that this version does not know
 * has {@code KIND_NOT_SET} and tells nothing here; whoever acts on events refuses it.
 */
public final class Told {
  private Told() {}

  /** Whether nothing of its intent follows. */
  public static boolean isEnd(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case REFUSED, CONFIRMED, FAILED, EXPIRED -> true;
      case AWAITING_OWNER, SIGNED, SUBMITTED, OUTCOME_UNKNOWN, UNVERIFIED, KIND_NOT_SET -> false;
    };
  }

  /** What was signed; empty for steps before it. */
  public static Optional<Transaction> transaction(ExecutionEvent event) {
    var transaction =
        switch (event.getKindCase()) {
          case SIGNED -> event.getSigned().getTransaction();
          case SUBMITTED -> event.getSubmitted().getTransaction();
          case CONFIRMED -> event.getConfirmed().getTransaction();
          case FAILED -> event.getFailed().getTransaction();
          case EXPIRED -> event.getExpired().getTransaction();
          case OUTCOME_UNKNOWN -> event.getOutcomeUnknown().getTransaction();
          case REFUSED, AWAITING_OWNER, UNVERIFIED, KIND_NOT_SET ->
              Transaction.getDefaultInstance();
        };
    return transaction.equals(Transaction.getDefaultInstance())
        ? Optional.empty()
        : Optional.of(transaction);
  }

  /** Its signature, Base58; empty for steps before the signing. */
  public static String signature(ExecutionEvent event) {
    return transaction(event).map(Transaction::getSignature).orElse("");
  }

  /** Words for people; empty where the kind says all. */
  public static String detail(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case REFUSED -> event.getRefused().getDetail();
      case CONFIRMED -> {
        var confirmed = event.getConfirmed();
        var effect = confirmed.hasEffect() ? "" : "what it did to the account could not be read";
        yield confirmed.hasByHand() ? byHand(confirmed.getByHand()) : effect;
      }
      case FAILED -> {
        var failed = event.getFailed();
        yield failed.hasByHand() ? byHand(failed.getByHand()) : failed.getChainError();
      }
      case EXPIRED -> {
        var expired = event.getExpired();
        yield expired.hasByHand() ? byHand(expired.getByHand()) : expired.getDetail();
      }
      case OUTCOME_UNKNOWN -> event.getOutcomeUnknown().getDetail();
      case UNVERIFIED -> event.getUnverified().getDetail();
      case AWAITING_OWNER, SIGNED, SUBMITTED, KIND_NOT_SET -> "";
    };
  }

  /** The order by hand that it answers; empty for most. */
  public static String orderId(ExecutionEvent event) {
    return switch (event.getKindCase()) {
      case CONFIRMED -> event.getConfirmed().getByHand().getOrderId();
      case FAILED -> event.getFailed().getByHand().getOrderId();
      case EXPIRED -> event.getExpired().getByHand().getOrderId();
      case OUTCOME_UNKNOWN -> event.getOutcomeUnknown().getOrderId();
      case REFUSED, AWAITING_OWNER, SIGNED, SUBMITTED, UNVERIFIED, KIND_NOT_SET -> "";
    };
  }

  private static String byHand(ByHand by) {
    return "resolved by " + by.getBy() + ": " + by.getReason();
  }
}
