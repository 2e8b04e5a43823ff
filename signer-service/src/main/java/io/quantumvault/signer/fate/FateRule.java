package io.quantumvault.signer.fate;

import io.quantumvault.solana.rpc.ChainNode.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of several endpoints prove about one transaction. Silence proves nothing and
 * contradicts nothing. Signatures alone decide: no venue that is built shows in its account which
 * order did what. Rule: the paragraph "Fate" of docs/signer.md.
 */
final class FateRule {
  /** Blocks past the last valid one, for endpoints that count differently. */
  static final long HEIGHT_MARGIN = 64;

  /** How many endpoints must miss it; where fewer are configured, all of them. */
  static final int AGREEING = 2;

  private FateRule() {}

  /** What an endpoint's silence about a signature is worth, by the canary in the same question. */
  enum History {
    /** It knew a signature that landed before this transaction was first sent. */
    PROVED,
    /** No such signature was asked for. */
    UNTESTED,
    /** It keeps no history, or did not know one that had landed: its absence means nothing. */
    BLANK
  }

  /**
   * A status as one endpoint answered it.
   *
   * @param slot the endpoint was at
   */
  record Heard(String endpoint, long slot, History history, Status status) {}

  /** How far the chain was finalized, slot and block height of one answer of one endpoint. */
  record Height(String endpoint, long slot, long blockHeight) {}

  /** What is proved. */
  sealed interface Verdict {
    /** It landed and succeeded. */
    record Landed(long slot) implements Verdict {}

    /** It landed and failed. */
    record Failed(long slot, String error) implements Verdict {}

    /** No signature landed, and none can any more, as seen at this slot. */
    record Lapsed(long slot) implements Verdict {}

    /** Nothing yet. */
    record Open(String why) implements Verdict {}
  }

  /**
   * The verdict.
   *
   * @param lastValidHeight above it the transaction cannot land
   * @param configured how many endpoints there are, those that say nothing included
   * @param heard the newest answer of each endpoint
   * @param heights the newest height of each endpoint that was asked for one
   */
  static Verdict of(
      long lastValidHeight, int configured, Collection<Heard> heard, Collection<Height> heights) {
    var landed = heard.stream().filter(FateRule::saysLanded).toList();
    if (!landed.isEmpty()) {
      return landed(landed, heard);
    }
    if (heard.stream().anyMatch(h -> h.status() instanceof Status.Processed)) {
      return new Verdict.Open("it was processed and is not settled");
    }
    var past =
        heights.stream()
            .filter(height -> isPast(lastValidHeight, height))
            .collect(Collectors.toMap(Height::endpoint, Height::slot));
    if (past.isEmpty()) {
      return new Verdict.Open("no endpoint names it, and it may still land");
    }
    var absentAt =
        heard.stream()
            .filter(h -> provesAbsent(h, past.get(h.endpoint())))
            .map(h -> past.get(h.endpoint()))
            .toList();
    int needed = Math.min(AGREEING, configured);
    return needed > 0 && absentAt.size() >= needed
        ? new Verdict.Lapsed(Collections.max(absentAt))
        : new Verdict.Open(
            "its last block is past, and "
                + absentAt.size()
                + " of "
                + needed
                + " endpoints prove it absent");
  }

  private static boolean saysLanded(Heard heard) {
    return switch (heard.status()) {
      case Status.Landed landed -> true;
      case Status.LandedWithError failed -> true;
      case Status.Processed processed -> false;
      case Status.Absent absent -> false;
    };
  }

  private static Verdict landed(List<Heard> landed, Collection<Heard> heard) {
    var outcomes = landed.stream().map(Heard::status).distinct().toList();
    if (outcomes.size() > 1) {
      return new Verdict.Open("endpoints name different outcomes");
    }
    return switch (outcomes.getFirst()) {
      case Status.Landed ok -> unlessContradicted(new Verdict.Landed(ok.slot()), ok.slot(), heard);
      case Status.LandedWithError failed ->
          unlessContradicted(
              new Verdict.Failed(failed.slot(), failed.error()), failed.slot(), heard);
      case Status.Processed none -> throw new IllegalArgumentException("not landed");
      case Status.Absent none -> throw new IllegalArgumentException("not landed");
    };
  }

  /** An endpoint past the slot that does not know it, where it should. */
  private static Verdict unlessContradicted(Verdict verdict, long slot, Collection<Heard> heard) {
    var against = new ArrayList<String>();
    for (var h : heard) {
      if (h.status() instanceof Status.Absent && h.slot() > slot && h.history() != History.BLANK) {
        against.add(h.endpoint());
      }
    }
    return against.isEmpty()
        ? verdict
        : new Verdict.Open(
            "it is named in slot " + slot + ", and absent at " + String.join(", ", against));
  }

  /** Without overflow: both numbers came from elsewhere. */
  private static boolean isPast(long lastValidHeight, Height height) {
    return height.blockHeight() - HEIGHT_MARGIN > lastValidHeight;
  }

  /**
   * What an endpoint does not know counts only beside its own word that the last block is past, so
   * that one that lies about the height decides nothing about what another has not seen yet.
   */
  private static boolean provesAbsent(Heard heard, @Nullable Long pastAt) {
    return pastAt != null
        && heard.status() instanceof Status.Absent
        && heard.history() == History.PROVED
        && heard.slot() >= pastAt;
  }
}
