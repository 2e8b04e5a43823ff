package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The block that all endpoints of one chain begin with. */
final class Genesis {
  private final boolean checked;
  private final AtomicReference<@Nullable Address> hash = new AtomicReference<>();

  Genesis(RpcSettings.Origin origin) {
    checked = !(origin instanceof RpcSettings.Origin.Unchecked);
    if (origin instanceof RpcSettings.Origin.Known known) {
      hash.set(known.genesisHash());
    }
  }

  boolean isChecked() {
    return checked;
  }

  /** Whether this is the chain; where none is known, the first one that is told of is it. */
  boolean isOurs(Address told) {
    var before = hash.compareAndExchange(null, told);
    return before == null || before.equals(told);
  }
}
