package io.quantumvault.acceptance.campaign;

import io.quantumvault.owner.SolanaRpc;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What an RPC node, or the way behind it, does wrong until it is healed; paper-chain/README.md. */
enum NodeFault {
  NONE(List.of()),
  DROPS(fault(Map.of("kind", "drop", "count", 30))),
  DROPS_SENDINGS(fault(Map.of("kind", "drop", "method", "sendTransaction", "count", 10))),
  LOSES_ANSWERS(fault(Map.of("kind", "lose-answer", "method", "sendTransaction", "count", 6))),
  IS_SLOW(fault(Map.of("kind", "delay", "millis", 1500, "count", 40))),
  ANSWERS_TOO_LATE(fault(Map.of("kind", "delay", "millis", 4000, "count", 12))),
  REFUSES_429(fault(Map.of("kind", "http", "status", 429, "count", 30))),
  REFUSES_503(fault(Map.of("kind", "http", "status", 503, "count", 30))),
  IS_BEHIND(fault(Map.of("kind", "behind", "count", 30))),
  LACKS_THE_SLOT(
      fault(Map.of("kind", "min-context", "method", "getMultipleAccounts", "count", 20))),
  ERRS(fault(Map.of("kind", "error", "code", -32004, "message", "Block not available"))),
  SAYS_ABSENT(fault(Map.of("kind", "absent", "method", "getSignatureStatuses"))),
  REFUSES_HISTORY(fault(Map.of("kind", "no-history", "method", "getSignatureStatuses"))),
  DRIPS(fault(Map.of("kind", "slow", "bytes", 8, "millis", 400, "count", 10))),
  NEVER_ENDS(fault(Map.of("kind", "endless", "count", 4))),
  IS_OVERSIZED(fault(Map.of("kind", "oversized", "count", 4))),
  CLAIMS_A_SLOT(
      fault(
          Map.of(
              "kind",
              "context-slot",
              "add",
              1_000_000,
              "method",
              "getMultipleAccounts",
              "count",
              10))),
  CLAIMS_A_HEIGHT(
      fault(
          Map.of("kind", "last-valid", "add", 5000, "method", "getLatestBlockhash", "count", 10))),
  LAGS(node(Map.of("lag", 25))),
  LAGS_FAR(node(Map.of("lag", 160))),
  KEEPS_NO_HISTORY(node(Map.of("history", "none"))),
  FORGOT_EVERYTHING(node(Map.of("history", "blank"))),
  FORWARDS_NOTHING(node(Map.of("forwards", false))),
  SUBSCRIPTIONS_ARE_SILENT(List.of(new Call("paper_subscriptions", "silent"))),
  SUBSCRIPTIONS_ARE_REFUSED(List.of(new Call("paper_subscriptions", "refused"))),
  LANDS_WITH_THE_THIRD(landing(Map.of("rule", "after-sendings", "sendings", 3, "count", 6))),
  LANDS_AFTER_A_RESEND(landing(Map.of("rule", "after-resend", "slots", 3, "count", 6))),
  LANDS_AT_THE_LAST_MOMENT(landing(Map.of("rule", "near-expiry", "blocks", 5, "count", 2))),
  LANDS_NEVER(landing(Map.of("rule", "never", "count", 2))),
  SKIPS_SLOTS(List.of(new Call("paper_skipSlots", 40))),
  ORACLE_STANDS_STILL(List.of(new Call("paper_freezeOracle", "SOL-PERP", true))),
  FILLS_IN_PART(List.of(new Call("paper_partialFills", 250_000, 2)));

  private final List<Call> calls;

  private record Call(String method, Object... params) {
    void on(SolanaRpc chain) throws IOException, InterruptedException {
      chain.call(method, params);
    }
  }

  NodeFault(List<Call> calls) {
    this.calls = calls;
  }

  private static List<Call> fault(Map<String, Object> what) {
    return List.of(new Call("paper_fault", what));
  }

  private static List<Call> node(Map<String, Object> what) {
    return List.of(new Call("paper_node", what));
  }

  private static List<Call> landing(Map<String, Object> what) {
    return List.of(new Call("paper_landing", what));
  }

  /** Begins. */
  void strike(SolanaRpc chain) throws IOException, InterruptedException {
    for (var call : calls) {
      call.on(chain);
    }
  }

  /** Whatever there was is over; what a landing rule has bound already stays bound. */
  static void heal(SolanaRpc chain) throws IOException, InterruptedException {
    for (var call :
        List.of(
            new Call("paper_clearFaults"),
            new Call("paper_clearLanding"),
            new Call("paper_node", Map.of("lag", 0, "history", "full", "forwards", true)),
            new Call("paper_subscriptions", "ok"),
            new Call("paper_freezeOracle", "SOL-PERP", false))) {
      call.on(chain);
    }
  }
}
