package io.quantumvault.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.signer.account.DayOpenings;
import io.quantumvault.signer.account.Observations;
import io.quantumvault.signer.account.Reading;
import io.quantumvault.signer.account.WatchedBot;
import io.quantumvault.signer.lane.OrderDesk;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.MarkBooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** The partitions this worker holds, found by number or by wallet. */
final class HeldPartitions implements MarkBooks, DayOpenings, Observations {
  private final Map<Integer, HeldPartition> held = new ConcurrentHashMap<>();

  void add(int partition, HeldPartition opened) {
    held.put(partition, opened);
  }

  @Nullable HeldPartition remove(int partition) {
    return held.remove(partition);
  }

  @Nullable HeldPartition at(int partition) {
    return held.get(partition);
  }

  /** Where orders about each held partition go. */
  Map<Integer, OrderDesk> orders() {
    return held.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().orders()));
  }

  Set<Integer> numbers() {
    return Set.copyOf(held.keySet());
  }

  /** Up to where each partition's state has been taken into its marks. */
  Map<Integer, Long> statePositions() {
    var positions = new HashMap<Integer, Long>();
    held.forEach((partition, holding) -> positions.put(partition, holding.marks().statePosition()));
    return positions;
  }

  @Override
  public @Nullable MarkBook book(int partition) {
    var holding = held.get(partition);
    return holding == null ? null : holding.marks();
  }

  private @Nullable HeldPartition holding(String agentWallet) {
    return held.get(partition(agentWallet));
  }

  /** The partition that Kafka's producers put the wallet's records into. */
  static int partition(String agentWallet) {
    return BuiltInPartitioner.partitionForKey(
        agentWallet.getBytes(UTF_8), Topics.WALLET_PARTITIONS);
  }

  boolean holds(String agentWallet) {
    return holding(agentWallet) != null;
  }

  @Override
  public @Nullable MarkBook of(String agentWallet) {
    var holding = holding(agentWallet);
    return holding == null ? null : holding.marks();
  }

  @Override
  public DayOpening opening(String agentWallet, UUID botId, DayOpening candidate) {
    var marks = of(agentWallet);
    if (marks == null) {
      throw new IllegalStateException("another worker holds the wallet " + agentWallet);
    }
    return marks.opening(agentWallet, botId, candidate);
  }

  @Override
  public void observed(WatchedBot bot, Reading reading) {
    var holding = holding(bot.agentWallet());
    if (holding != null) {
      holding.log().observed(bot, reading);
    }
  }

  /** Wallets for which nothing is signed until people have reconciled ledger and marks. */
  List<String> contradictions() {
    var wallets = new ArrayList<String>();
    held.values().forEach(partition -> wallets.addAll(partition.marks().held()));
    return wallets;
  }
}
