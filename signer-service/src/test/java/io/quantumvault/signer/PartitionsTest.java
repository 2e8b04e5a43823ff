package io.quantumvault.signer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.MarkBook;
import io.quantumvault.signer.marks.Snapshot;
import io.quantumvault.signer.outbound.LedgerPartitions.End;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final String WALLET = "wallet";

  private final MarkBook book =
      new MarkBook(
          (stop, text, signature, owner, cluster) -> Optional.empty(),
          InstantSource.fixed(Instant.EPOCH));

  private List<String> held(End... ends) {
    Partitions.compare(book, List.of(ends));
    return book.held();
  }

  /** A wallet of which event 7 was published and whose standing mark is the first. */
  private void marked() {
    book.raise(new Snapshot(WALLET, "owner", "localnet", 1, List.of(), List.of()));
    book.load(WALLET, new HotMark(7, 1));
  }

  @Test
  void aLedgerAtOrBeyondItsMarksIsInOrder() {
    marked();
    assertThat(held(new End(WALLET, 7, 1, 7, 1))).isEmpty();
    assertThat(held(new End(WALLET, 9, 1, 3, 0), new End("never published", 2, 1, 0, 0))).isEmpty();
  }

  @Test
  void aLedgerBehindItsMarkIsHeld() {
    marked();
    assertThat(held(new End(WALLET, 6, 1, 6, 1))).containsExactly(WALLET);
    var hold = Objects.requireNonNull(Objects.requireNonNull(book.of(WALLET).standing()).hold());
    assertThat(hold.ledgerSequence()).isEqualTo(6);
    assertThat(hold.markSequence()).isEqualTo(7);
  }

  @Test
  void aWalletThatTheLedgerForgotIsHeld() {
    marked();
    assertThat(held()).containsExactly(WALLET);
  }

  @Test
  void marksBehindWhatTheLedgerKnowsOfThemAreHeld() {
    marked();
    assertThat(held(new End(WALLET, 9, 1, 8, 1))).containsExactly(WALLET);
  }

  @Test
  void aStandingMarkBehindWhatTheLedgerKnowsOfItIsHeld() {
    marked();
    assertThat(held(new End(WALLET, 7, 1, 7, 2))).containsExactly(WALLET);
  }

  @Test
  void marksThatWereLostAltogetherAreHeld() {
    assertThat(held(new End(WALLET, 9, 1, 8, 3))).containsExactly(WALLET);
  }
}
