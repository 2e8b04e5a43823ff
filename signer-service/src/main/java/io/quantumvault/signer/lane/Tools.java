package io.quantumvault.signer.lane;

import io.quantumvault.signer.account.AccountReader;
import io.quantumvault.signer.chain.Blockhashes;
import io.quantumvault.signer.chain.ComputeUnits;
import io.quantumvault.signer.chain.PriorityFees;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.fate.FateWatch;
import io.quantumvault.signer.limits.GrantEvidence;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Standing;
import io.quantumvault.signer.limits.StandingCheck;
import io.quantumvault.signer.signing.TradeSigner;
import io.quantumvault.signer.venue.Venue;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the steps of a trade work with, besides their partition's ledger and marks. */
public record Tools(
    StandingCheck standings,
    GrantEvidence evidence,
    AccountReader accounts,
    Map<String, Venue> venues,
    Blockhashes blockhashes,
    PriorityFees fees,
    ComputeUnits units,
    TradeSigner signer,
    FateWatch fates,
    TradeSettings settings,
    InstantSource clock) {
  /** Copies the map. */
  public Tools {
    venues = Map.copyOf(venues);
  }

  Trading trading(Intent intent, @Nullable Material material) {
    return material == null
        ? Trading.GONE
        : new Trading(venues.get(material.venue()), material.account());
  }

  boolean flattening(Intent intent, Standing standing) {
    return intent.origin() == Intent.Origin.FLATTEN && StandingCheck.flattening(intent, standing);
  }
}
