package io.quantumvault.signer.fate;

import io.quantumvault.signer.fate.Canaries.Canary;
import io.quantumvault.signer.fate.FateRule.Heard;
import io.quantumvault.signer.fate.FateRule.Height;
import io.quantumvault.signer.fate.FateRule.History;
import io.quantumvault.signer.fate.FateRule.Verdict;
import io.quantumvault.solana.rpc.ChainException;
import io.quantumvault.solana.rpc.ChainNode;
import io.quantumvault.solana.rpc.ChainNode.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks endpoints for statuses and heights, each on a thread of its own, at most two questions to
 * one endpoint at once: one that hangs holds up nobody else. Answers go into the entries.
 */
final class Inquiry {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

  /** The most signatures of one question, of which one is the canary. */
  private static final int BATCH = 256;

  private static final int AT_ONCE = 2;

  private final List<ChainNode> nodes;
  private final InstantSource clock;
  private final Executor threads;
  private final Map<String, Semaphore> open = new ConcurrentHashMap<>();
  private final Map<String, Height> heights = new ConcurrentHashMap<>();

  Inquiry(List<ChainNode> nodes, InstantSource clock, Executor threads) {
    this.nodes = List.copyOf(nodes);
    this.clock = clock;
    this.threads = threads;
    nodes.forEach(node -> open.put(node.name(), new Semaphore(AT_ONCE)));
  }

  /** What the answers prove of it so far. */
  Verdict verdict(Entry entry) {
    return FateRule.of(entry.lastValidHeight(), configured(), entry.heard.values(), heights());
  }

  int configured() {
    return nodes.size();
  }

  /** The newest finalized height of each endpoint that was asked for one. */
  List<Height> heights() {
    return List.copyOf(heights.values());
  }

  /** Nothing is followed: old heights are of no more use. */
  void forgetHeights() {
    heights.clear();
  }

  /** Asks all that are well, or the one whose rest ends first; each future ends, whatever comes. */
  List<CompletableFuture<Void>> ask(List<Entry> entries, boolean height) {
    return awake().stream().map(node -> ask(node, entries, height)).toList();
  }

  /** Those that are well; if none is, the one whose rest ends first. */
  List<ChainNode> awake() {
    var now = clock.instant();
    var well = nodes.stream().filter(node -> !now.isBefore(node.restsUntil())).toList();
    return well.isEmpty()
        ? nodes.stream().min(Comparator.comparing(ChainNode::restsUntil)).stream().toList()
        : well;
  }

  /**
   * Who was asked for an order.
   *
   * @param answers one for each that was asked; each ends, whatever comes
   * @param notAsked those whose other questions did not end in time
   */
  record Asked(List<CompletableFuture<Void>> answers, List<String> notAsked) {}

  /**
   * Asks every endpoint, those that rest too: an order counts silence, and only who was asked is
   * silent.
   *
   * @param within how long the questions that are under way are waited for
   */
  Asked askAll(Entry entry, Duration within) throws InterruptedException {
    var answers = new ArrayList<CompletableFuture<Void>>();
    var notAsked = new ArrayList<String>();
    long end = System.nanoTime() + within.toNanos();
    for (var node : nodes) {
      var slots = slots(node);
      if (slots.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        answers.add(run(slots, () -> whole(node, entry)));
      } else {
        notAsked.add(node.name());
      }
    }
    return new Asked(answers, notAsked);
  }

  private CompletableFuture<Void> ask(ChainNode node, List<Entry> entries, boolean height) {
    var slots = slots(node);
    if (!slots.tryAcquire()) {
      return CompletableFuture.completedFuture(null);
    }
    return run(
        slots,
        () -> {
          if (height) {
            height(node);
          }
          statuses(node, entries);
        });
  }

  private Semaphore slots(ChainNode node) {
    return Objects.requireNonNull(open.get(node.name()));
  }

  /** Runs a question that has its slot. */
  private CompletableFuture<Void> run(Semaphore slots, Runnable question) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            question.run();
          } catch (ChainException e) {
            // Silence; the client has told of the endpoint.
            return;
          } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Statuses were not read");
          } finally {
            slots.release();
          }
        },
        threads);
  }

  /** One that does not say how far it is may still know that it landed. */
  private void whole(ChainNode node, Entry entry) {
    try {
      height(node);
    } catch (ChainException e) {
      LOG.atDebug().log("An endpoint says no height");
    }
    statuses(node, List.of(entry));
  }

  private void height(ChainNode node) {
    var epoch = node.finalized();
    heights.put(node.name(), new Height(node.name(), epoch.slot(), epoch.blockHeight()));
  }

  private static void statuses(ChainNode node, List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += BATCH - 1) {
      batch(node, entries.subList(from, Math.min(from + BATCH - 1, entries.size())));
    }
  }

  private static void batch(ChainNode node, List<Entry> entries) {
    var canary = oldest(entries);
    var signatures = new ArrayList<String>();
    entries.forEach(entry -> signatures.add(entry.signature));
    if (canary != null) {
      signatures.add(canary.signature());
    }
    var answer = node.statuses(signatures);
    boolean blank =
        !answer.withHistory()
            || (canary != null && answer.statuses().getLast() instanceof Status.Absent);
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      var history = blank ? History.BLANK : worth(canary, entry);
      entry.heard.put(
          node.name(), new Heard(node.name(), answer.slot(), history, answer.statuses().get(i)));
    }
  }

  private static History worth(@Nullable Canary canary, Entry entry) {
    return canary != null && canary.by().isBefore(entry.followed.signedAt())
        ? History.PROVED
        : History.UNTESTED;
  }

  /** It had landed before any of these was sent, since each has one that is as old or newer. */
  private static @Nullable Canary oldest(List<Entry> entries) {
    return entries.stream()
        .map(entry -> entry.canary)
        .filter(Objects::nonNull)
        .min(Comparator.comparing(Canary::by))
        .orElse(null);
  }
}
