package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.Canaries.Canary;
import io.quantumvault.signer.fate.FateRule.Heard;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One followed transaction and what was heard of it so far. */
final class Entry {
  final Followed followed;
  final String signature;
  final Instant until;
  final Sendings sendings = new Sendings();
  final Map<String, Heard> heard = new ConcurrentHashMap<>();
  final CompletableFuture<Fate> fate = new CompletableFuture<>();
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
}
