package io.quantumvault.signer.campaign;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must not be signed from the commit of a stop, a revoke or a freeze on. */
final class Ban {
  final String name;
  final @Nullable String wallet;
  final @Nullable UUID botId;
  final boolean reducingPasses;

  /** Intents that were signed before it, read under its lock. */
  final Set<UUID> signedBefore = new HashSet<>();

  /** Intents that were signed before it was lifted; null while it holds. */
  volatile @Nullable Set<UUID> signedUntilLifted;

  private volatile Instant committedAt = Instant.MAX;

  /** Reaches everything where the wallet is null, the whole wallet where the bot is. */
  Ban(String name, @Nullable String wallet, @Nullable UUID botId, boolean reducingPasses) {
    this.name = name;
    this.wallet = wallet;
    this.botId = botId;
    this.reducingPasses = reducingPasses;
  }

  void committed(Instant at) {
    committedAt = at;
  }

  Instant committedAt() {
    return committedAt;
  }

  boolean reaches(LedgerRow row) {
    return (wallet == null || wallet.equals(row.wallet()))
        && (botId == null || botId.equals(row.botId()))
        && !(reducingPasses && row.reducing());
  }

  /** Whether a signed row should not be there. */
  boolean isBrokenBy(LedgerRow row) {
    var until = signedUntilLifted;
    return row.isSigned()
        && reaches(row)
        && !signedBefore.contains(row.intentId())
        && (until == null || until.contains(row.intentId()));
  }
}
