package io.quantumvault.standalone;

import java.io.PrintStream;

/** What is said once a system that trades through real nodes is ready. */
final class FirstPage {
  private FirstPage() {}

  static void print(ChainChoice.Nodes nodes, PrintStream out) {
    out.printf(
        """
          This system trades on %s through %s.
          Before you sign a grant, check (docs/live.md says how and why):

          [ ] ./qv status names no hindrance, and the signer's log says that nothing of its hardening is missing
          [ ] your recovery code and a copy of the data folder's keys lie somewhere else than this machine
          [ ] owner API and webhooks listen on loopback; a TLS proxy of yours is what others reach
          [ ] the agent wallet has SOL for fees, and is delegate of a trading account that holds no more than the bot may lose
          [ ] the policy's limits are those you mean: position, day's loss, leverage, slippage, hours, expiry
          [ ] you have tried the stop: freeze the bot, see an alert refused, lift the freeze
          [ ] the first grant is short and small

        """,
        nodes.cluster(), String.join(", ", NodeCheck.hosts(nodes)));
  }
}
