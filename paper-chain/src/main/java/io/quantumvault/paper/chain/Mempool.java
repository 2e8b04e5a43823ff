package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.transaction.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that were sent and are in no block yet. A rule, where one is armed, is bound to a
 * transaction with its first sending and holds it until it lands or its blockhash ends.
 */
final class Mempool {
  private static final int MAX_PENDING = 50_000;

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final List<Armed> rules = new ArrayList<>();

  private static final class Armed {
    final LandingRule rule;
    final @Nullable Address payer;
    int left;

    Armed(LandingRule rule, int left, @Nullable Address payer) {
      this.rule = rule;
      this.left = left;
      this.payer = payer;
    }
  }

  private static final class Waiting {
    final Transaction transaction;
    final @Nullable LandingRule rule;
    final long firstSlot;
    int sendings;
    boolean released;

    Waiting(Transaction transaction, @Nullable LandingRule rule, long firstSlot) {
      this.transaction = transaction;
      this.rule = rule;
      this.firstSlot = firstSlot;
    }

    void sentAt(long slot) {
      sendings++;
      released |=
          switch (rule) {
            case null -> true;
            case LandingRule.AfterSendings after -> sendings >= after.sendings();
            case LandingRule.AfterResend after -> slot - firstSlot >= after.slots();
            case LandingRule.NearExpiry _, LandingRule.Never _ -> false;
          };
    }

    boolean isIn(long height, long lastHeight) {
      return released
          || rule instanceof LandingRule.NearExpiry near && lastHeight - height <= near.blocks();
    }
  }

  /**
   * From now on new transactions land by this rule.
   *
   * @param transactions how many of them; -1 for all until the rules are cleared
   * @param payer whose transactions; null for everybody's
   */
  void arm(LandingRule rule, int transactions, @Nullable Address payer) {
    rules.add(new Armed(rule, transactions, payer));
  }

  /** New transactions land by themselves again; those that a rule holds are still held. */
  void clearRules() {
    rules.clear();
  }

  /** Counts another sending of what is waiting already; false when nothing of that name is. */
  boolean sentAgain(String signature, long slot) {
    Waiting known = waiting.get(signature);
    if (known == null) {
      return false;
    }
    known.sentAt(slot);
    return true;
  }

  void sent(Transaction transaction, long slot) {
    if (sentAgain(transaction.id(), slot) || waiting.size() >= MAX_PENDING) {
      return;
    }
    Waiting added = new Waiting(transaction, ruleFor(transaction), slot);
    added.sentAt(slot);
    waiting.put(transaction.id(), added);
  }

  private @Nullable LandingRule ruleFor(Transaction transaction) {
    for (Armed armed : rules) {
      boolean meant = armed.payer == null || armed.payer.equals(transaction.message().feePayer());
      if (meant && armed.left != 0) {
        armed.left -= armed.left > 0 ? 1 : 0;
        return armed.rule;
      }
    }
    return null;
  }

  /** Takes out what belongs into the block of this height, and what can be in no block any more. */
  List<Transaction> take(long height, ToLongFunction<Address> lastHeight) {
    List<Transaction> in = new ArrayList<>();
    Iterator<Waiting> all = waiting.values().iterator();
    while (all.hasNext()) {
      Waiting one = all.next();
      long last = lastHeight.applyAsLong(one.transaction.message().recentBlockhash());
      if (one.isIn(height, last)) {
        in.add(one.transaction);
        all.remove();
      } else if (height > last) {
        all.remove();
      }
    }
    return in;
  }
}
