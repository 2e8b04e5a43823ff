package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.Canaries.Canary;
import io.quantumvault.signer.fate.FateRule.Heard;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One followed transaction and what was heard of it so far. */
final class Entry {
  private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

  final Followed followed;
  final String signature;
  final Instant until;
  final Sendings sendings = new Sendings();
  final Map<String, Heard> heard = new ConcurrentHashMap<>();
  final CompletableFuture<Fate> fate = new CompletableFuture<>();
  final AtomicBoolean probing = new AtomicBoolean();
  volatile boolean firstTried;
  volatile @Nullable Canary canary;
  volatile Instant canaryDue = Instant.MIN;
  volatile String why = "nothing was heard of it yet";

  Entry(Followed followed, Instant until) {
    this.followed = followed;
    this.signature = followed.transaction().signatureText();
    this.until = until;
  }

  long lastValidHeight() {
    return followed.transaction().lastValidBlockHeight();
  }

  /** What signatures and account say together, once no signature can land any more. */
  Fate probed(long slot) {
    return switch (shown(slot)) {
      case NO_EFFECT, UNTELLABLE -> new Fate.Expired(sendings.lastRefusal());
      case EFFECT ->
          new Fate.Undecided("no endpoint knows the signature, but the account shows its effect");
      case UNREADABLE ->
          new Fate.Undecided("no endpoint knows the signature; the account could not be read");
    };
  }

  /** What the venue's account shows. */
  EffectProbe.Shown shown(long slot) {
    try {
      return followed.probe().at(slot);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("The venue's account was not read");
      return EffectProbe.Shown.UNREADABLE;
    }
  }
}
