package io.quantumvault.signer.fate;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An endpoint that tells what a test lets it know. */
final class FakeNode implements ChainNode {
  final Map<String, Status> knows = new HashMap<>();
  final List<List<String>> asked = new ArrayList<>();
  final List<LandedSignature> history = new ArrayList<>();
  long slot = 1000;
  long finalizedSlot = 990;
  long finalizedHeight = 900;
  boolean withHistory = true;
  boolean silent;
  boolean heightSilent;
  Instant restsUntil = Instant.MIN;
  int heightsAsked;
  @Nullable CountDownLatch hangs;
  private final String name;

  FakeNode(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant restsUntil() {
    return restsUntil;
  }

  @Override
  public Epoch finalized() {
    answer();
    if (heightSilent) {
      throw new ChainUnavailableException("no height", null);
    }
    heightsAsked++;
    return new Epoch(finalizedSlot, finalizedHeight);
  }

  @Override
  public Statuses statuses(List<String> signatures) {
    answer();
    synchronized (this) {
      asked.add(List.copyOf(signatures));
      return new Statuses(
          slot,
          withHistory,
          signatures.stream().map(s -> knows.getOrDefault(s, new Status.Absent())).toList());
    }
  }

  @Override
  public List<LandedSignature> history(Address address, int most) {
    answer();
    return List.copyOf(history);
  }

  private void answer() {
    if (hangs != null) {
      try {
        hangs.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (silent) {
      throw new ChainUnavailableException("silent", null);
    }
  }
}
