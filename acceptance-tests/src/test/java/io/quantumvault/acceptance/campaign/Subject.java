package io.quantumvault.acceptance.campaign;

import io.quantumvault.acceptance.dsl.ChainRecords;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Trader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An owner's bot in a campaign, with the limits that it must keep. */
final class Subject {
  final Trader trader;
  final BigDecimal maxPositionUsd;
  final int maxOrdersPerDay;

  /** On the chain before the first alert. */
  final Set<String> before;

  /** When the answer to its revoke was here. */
  volatile @Nullable Instant revokedAt;

  private Subject(Trader trader, int maxPositionUsd, int maxOrdersPerDay, Set<String> before) {
    this.trader = trader;
    this.maxPositionUsd = BigDecimal.valueOf(maxPositionUsd);
    this.maxOrdersPerDay = maxOrdersPerDay;
    this.before = before;
  }

  static Subject ready(Installation system, int maxPositionUsd, int maxOrdersPerDay)
      throws IOException, InterruptedException {
    var trader =
        Trader.ready(
            system,
            Map.of(
                "maxPositionNotionalUsd", Integer.toString(maxPositionUsd),
                "maxOrderNotionalUsd", "200",
                "maxOrdersPerDay", Integer.toString(maxOrdersPerDay)));
    var before = new ChainRecords(system.chain()).landed(trader.bot().agentWallet()).keySet();
    return new Subject(trader, maxPositionUsd, maxOrdersPerDay, before);
  }

  String wallet() {
    return trader.bot().agentWallet();
  }

  void revoke() throws IOException, InterruptedException {
    trader.owner().revokeExecution(trader.bot().botId());
    revokedAt = Instant.now();
  }

  boolean isRevoked() {
    return revokedAt != null;
  }
}
