package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.v1.ExecutionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Events that wait to be published: each wallet's in the order of their numbers, none left out. One
 * that says SUBMITTED waits for its successor: its commit did not wait for the disk, and what was
 * published must not be unmade by a power cut. Not for several threads.
 */
final class Outgoing {
  private final Map<String, Wallet> wallets = new HashMap<>();

  private static final class Wallet {
    long published;
    final TreeMap<Long, ExecutionEvent> waiting = new TreeMap<>();
  }

  /** An event whose turn it is. */
  record Ready(String agentWallet, ExecutionEvent event) {
    long sequence() {
      return event.getSequence();
    }
  }

  /** Up to where a wallet's events were published before. */
  void published(String agentWallet, long sequence) {
    var wallet = wallet(agentWallet);
    wallet.published = Math.max(wallet.published, sequence);
    wallet.waiting.headMap(wallet.published, true).clear();
  }

  void add(String agentWallet, ExecutionEvent event) {
    var wallet = wallet(agentWallet);
    if (event.getSequence() > wallet.published) {
      wallet.waiting.put(event.getSequence(), event);
    }
  }

  private Wallet wallet(String agentWallet) {
    return wallets.computeIfAbsent(agentWallet, w -> new Wallet());
  }

  /** What may be published now; it stays here until {@link #published} is called. */
  List<Ready> ready() {
    var ready = new ArrayList<Ready>();
    wallets.forEach((name, wallet) -> {
      long next = wallet.published + 1;
      int from = ready.size();
      for (var entry : wallet.waiting.entrySet()) {
        if (entry.getKey() != next) {
          break;
        }
        ready.add(new Ready(name, entry.getValue()));
        next++;
      }
      if (ready.size() > from && ready.getLast().event().hasSubmitted()) {
        ready.removeLast();
      }
    });
    return ready;
  }

  /** Wallets of which a later event is here and the next one is not. */
  List<String> gaps() {
    return wallets.entrySet().stream()
        .filter(e ->
            !e.getValue().waiting.isEmpty()
                && e.getValue().waiting.firstKey() > e.getValue().published + 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether an event is here, or was published. */
  boolean knows(String agentWallet, long sequence) {
    var wallet = wallet(agentWallet);
    return wallet.published >= sequence || wallet.waiting.containsKey(sequence);
  }

  /** Up to where this wallet's events were published. */
  long published(String agentWallet) {
    return wallet(agentWallet).published;
  }
}
