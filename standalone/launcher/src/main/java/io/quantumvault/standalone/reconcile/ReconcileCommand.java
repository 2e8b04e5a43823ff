package io.quantumvault.standalone.reconcile;

import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** {@code qv admin reconcile}. */
public final class ReconcileCommand {
  /** The signer's part takes a moment; where none runs it takes the order at its start. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int NOT_ALL = 1;

  private final Reconciliation reconciliation;
  private final PrintStream out;
  private final Duration patience;

  /** Takes what does the work, and where to tell of it. */
  public ReconcileCommand(Reconciliation reconciliation, PrintStream out) {
    this(reconciliation, out, PATIENCE);
  }

  ReconcileCommand(Reconciliation reconciliation, PrintStream out, Duration patience) {
    this.reconciliation = reconciliation;
    this.out = out;
    this.patience = patience;
  }

  /**
   * Lists, or mends.
   *
   * @param wallet the one to mend; null for all
   * @param all mends all
   * @param marksLost whoever runs it knows that what only the marks told is lost
   * @return 0; 1 if a hold has not ended in time, or a wallet cannot be mended
   * @throws StartRefused for what is no wallet, and where the marks were set back and nobody said
   *     that they are lost; nothing of that wallet was changed then
   */
  public int run(@Nullable String wallet, boolean all, boolean marksLost) {
    if (wallet != null && !Base58.isAddress(wallet)) {
      throw new StartRefused(wallet + " is no agent wallet's address.");
    }
    try {
      var open = reconciliation.open();
      if (wallet == null && !all) {
        list(open);
        return 0;
      }
      var wanted =
          open.stream()
              .filter(s -> wallet == null || s.marks().agentWallet().equals(wallet))
              .toList();
      if (wanted.isEmpty()) {
        out.println(
            (wallet == null ? "No wallet" : "Wallet " + wallet)
                + " is held or contradicts itself; nothing was changed.");
        return 0;
      }
      return mend(wanted, marksLost);
    } catch (SQLException | KafkaException e) {
      throw new StartRefused("It was not done: " + e.getMessage() + "; run it again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NOT_ALL;
    }
  }

  private void list(List<Situation> open) {
    if (open.isEmpty()) {
      out.println("No wallet is held, and no stores contradict each other.");
      return;
    }
    open.forEach(this::tell);
    out.println("Nothing was changed: name a wallet, or give --yes for all of these.");
  }

  private void tell(Situation situation) {
    out.println(situation.marks().agentWallet());
    situation.words().forEach(words -> out.println("  " + words));
  }

  private int mend(List<Situation> wanted, boolean marksLost)
      throws SQLException, InterruptedException {
    int exit = 0;
    for (var situation : wanted) {
      tell(situation);
      refuseUnsaid(situation, marksLost);
      try {
        var done = reconciliation.reconcile(situation, marksLost);
        tell(done);
        exit = Math.max(exit, ended(situation, done));
      } catch (NotMended e) {
        out.println("  not done: " + e.getMessage());
        exit = NOT_ALL;
      }
    }
    return exit;
  }

  private static void refuseUnsaid(Situation situation, boolean marksLost) {
    if (situation.marksSetBack() && !marksLost) {
      throw new StartRefused(
          "The marks of "
              + situation.marks().agentWallet()
              + " were set back. What only they told is lost: which grants ended, which stops hold, what"
              + " the day opened with. From now on the database alone would say it. Look through its"
              + " grants and stops first, and then say so with --marks-lost. Nothing of it was changed.");
    }
  }

  private void tell(Reconciliation.Done done) {
    out.printf(
        "  rows put back: %d, of which the signer asks the chain for the outcome of: %d; grants ended: %d;"
            + " stops that hold again: %d%n",
        done.rowsPutBack(), done.unknownOutcomes(), done.grantsEnded(), done.stopsPutBack());
    done.policiesToSave()
        .forEach(bot ->
            out.println("  bot " + bot + ": its owner has to save the policy again, and grant it"));
    done.botsMissing()
        .forEach(bot ->
            out.println("  bot " + bot + " is not in the database; its owner makes it anew"));
  }

  private int ended(Situation situation, Reconciliation.Done done) throws InterruptedException {
    if (!done.ordered()) {
      if (situation.marksSetBack()) {
        out.println("  the signer has not held it yet: start it, and run this again");
        return NOT_ALL;
      }
      out.println("  done; it was not held");
      return 0;
    }
    if (reconciliation.awaitReleased(situation.marks().agentWallet(), patience)) {
      out.println("  done; the hold has ended");
      return 0;
    }
    out.printf(
        "  the signer has not ended the hold within %d seconds: where none runs it does so at its start;"
            + " else its log says why not%n",
        patience.toSeconds());
    return NOT_ALL;
  }
}
