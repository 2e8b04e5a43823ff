package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.address.ProgramAddresses;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.VenueSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is on disk at any moment is what a process killed at that moment leaves behind. */
class RestartTest {
  private static final long ONE = 1_000_000_000L;

  @TempDir Path folder = Path.of("");

  private PaperChainSettings in(String name) {
    return TestChain.settings().withVenue(VenueSettings.DEFAULT).withDataDir(folder.resolve(name));
  }

  /** Starts a chain on a copy of what another has written so far. */
  private TestChain killedAndRestarted(String name) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.copy(folder.resolve("live/journal"), folder.resolve(name).resolve("journal"));
    return new TestChain(in(name));
  }

  @Test
  void goesOnWhereAKillEndedIt() throws IOException {
    try (TestChain live = new TestChain(in("live")).withTrader(1_000)) {
      live.chain.produceBlocks(20);
      byte[] wire = live.signed(live.bot, live.take(live.bot, Order.market(true, ONE)));
      String signature = live.rpc.send(wire);
      live.chain.produceBlock();
      live.confirm(live.bot, live.place(live.bot, Order.limit(true, ONE, 120_000_000)));
      live.chain.produceBlocks(3);
      JsonNode slot = live.rpc.result("getSlot");
      JsonNode status = live.rpc.status(signature);
      JsonNode seen = live.rpc.result("getLatestBlockhash").at("/value/blockhash");

      try (TestChain again = killedAndRestarted("again")) {
        assertThat(again.rpc.result("getGenesisHash")).isEqualTo(live.rpc.result("getGenesisHash"));
        assertThat(again.rpc.result("getSlot").longValue())
            .isBetween(slot.longValue(), slot.longValue() + 16);
        assertThat(again.rpc.status(signature).get("slot")).isEqualTo(status.get("slot"));
        assertThat(again.account()).isEqualTo(live.account());
        assertThat(again.rpc.balance(live.bot.address()))
            .isEqualTo(live.rpc.balance(live.bot.address()));
        assertThat(again.rpc.result("isBlockhashValid", seen.stringValue()).get("value"))
            .hasToString("true");
        assertThat(again.rpc.sendRefused(wire).at("/data/err").stringValue())
            .isEqualTo("AlreadyProcessed");
      }
    }
  }

  @Test
  void walksThroughTheSamePricesAndFillsAgain() throws IOException {
    try (TestChain live = new TestChain(in("live")).withTrader(1_000)) {
      live.confirm(live.bot, live.place(live.bot, Order.limit(true, ONE, 149_900_000)));
      while (live.account().position(0).orElseThrow().base() == 0) {
        live.chain.produceBlock();
        assertThat(live.rpc.result("getSlot").longValue()).isLessThan(20_000);
      }

      try (TestChain again = killedAndRestarted("again")) {
        while (live.rpc.result("getSlot").longValue() < again.rpc.result("getSlot").longValue()) {
          live.chain.produceBlock();
        }
        assertThat(again.account()).isEqualTo(live.account());
        assertThat(again.rpc.result("paperPrices")).isEqualTo(live.rpc.result("paperPrices"));
      }
    }
  }

  @Test
  void whatTheVenueDoesAndWhichSlotsWereSkippedSurvivesAKill() throws IOException {
    PaperChainSettings skipping = in("live").withSkippedPpm(200_000);
    try (TestChain live = new TestChain(skipping).withTrader(1_000)) {
      live.confirm(live.bot, live.take(live.bot, Order.market(true, ONE)));
      live.rpc.result("paper_setMarketStatus", "BTC-PERP", 6);
      live.rpc.result("paper_setExchangeStatus", 8);
      live.rpc.result("paper_freezeOracle", "ETH-PERP", true);
      live.rpc.result("paper_partialFills", 500_000, 3);
      live.rpc.result("paper_rejectOrders", 2);
      live.rpc.result("paper_payFunding", "SOL-PERP", 500);
      live.rpc.result("paper_setLiquidations", true);
      String table =
          live.rpc
              .result("paper_createLookupTable", List.of(live.bot.address().toString()))
              .stringValue();
      live.rpc.result("paper_skipSlots", 40);
      live.chain.produceBlocks(30);

      Files.createDirectories(folder.resolve("again"));
      Files.copy(folder.resolve("live/journal"), folder.resolve("again/journal"));
      try (TestChain again = new TestChain(in("again").withSkippedPpm(200_000))) {
        long slot = again.rpc.result("getSlot").longValue();
        while (live.rpc.result("getSlot").longValue() < slot) {
          live.chain.produceBlock();
        }
        assertThat(live.rpc.result("getSlot")).isEqualTo(again.rpc.result("getSlot"));
        assertThat(live.rpc.result("getBlockHeight")).isEqualTo(again.rpc.result("getBlockHeight"));
        assertThat(again.rpc.result("getLatestBlockhash"))
            .isEqualTo(live.rpc.result("getLatestBlockhash"));
        assertThat(again.account()).isEqualTo(live.account());
        assertThat(again.rpc.data(Address.parse(table)))
            .isEqualTo(live.rpc.data(Address.parse(table)));
        for (Address address :
            List.of(
                DriftAddresses.STATE,
                DriftAddresses.perpMarket(1),
                DriftAddresses.oracle(2),
                ProgramAddresses.derive(
                    DriftAddresses.PROGRAM, ProgramAddresses.ascii("paper_terms")))) {
          assertThat(again.rpc.data(address)).isEqualTo(live.rpc.data(address));
        }
      }
    }
  }

  /** A session record as it was written before slots could be skipped: without its last field. */
  @Test
  void goesOnFromAJournalOfBeforeSkippedSlots() throws IOException {
    byte[] genesis;
    long slot;
    try (TestChain live = new TestChain(in("live"))) {
      live.chain.produceBlocks(5);
      slot = live.rpc.result("getSlot").longValue();
      genesis = Files.readAllBytes(folder.resolve("live/journal"));
    }
    ByteBuffer in = ByteBuffer.wrap(genesis);
    ByteBuffer out = ByteBuffer.allocate(genesis.length);
    while (in.hasRemaining()) {
      byte[] record = new byte[in.getInt()];
      in.position(in.position() + 8);
      in.get(record);
      boolean session = record[0] == 8;
      byte[] old = session ? Arrays.copyOf(record, record.length - 4) : record;
      old[0] = session ? 2 : record[0];
      byte[] length = ByteBuffer.allocate(4).putInt(old.length).array();
      out.put(length).putInt(sum(length)).putInt(sum(old)).put(old);
    }
    Files.createDirectories(folder.resolve("old"));
    Files.write(folder.resolve("old/journal"), Arrays.copyOf(out.array(), out.position()));

    try (TestChain old = new TestChain(in("old"))) {
      assertThat(old.rpc.result("getSlot").longValue()).isBetween(slot, slot + 16);
    }
  }

  private static int sum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void anEndCutOffAnywhereLosesAtMostTheLastRecord() throws IOException {
    int whole;
    byte[] journal;
    try (TestChain live = new TestChain(in("live")).withTrader(1_000)) {
      whole = Files.readAllBytes(folder.resolve("live/journal")).length;
      live.rpc.result("paperDeposit", live.user.toString(), "7");
      journal = Files.readAllBytes(folder.resolve("live/journal"));
    }
    assertThat(journal.length).isGreaterThan(whole + 13);
    assertThat(collateralOf(journal)).isEqualTo(1_000_000_007);
    for (int length : List.of(whole, whole + 1, whole + 11, whole + 12, journal.length - 1)) {
      Path cut = Files.createDirectories(folder.resolve("cut" + length));
      Files.write(cut.resolve("journal"), Arrays.copyOf(journal, length));
      try (TestChain again = new TestChain(in("cut" + length))) {
        assertThat(again.account().collateral()).isEqualTo(1_000_000_000);
      }
      try (TestChain again = new TestChain(in("cut" + length))) {
        assertThat(again.account().collateral()).isEqualTo(1_000_000_000);
      }
    }
  }

  private long collateralOf(byte[] journal) throws IOException {
    Files.write(Files.createDirectories(folder.resolve("uncut")).resolve("journal"), journal);
    try (TestChain again = new TestChain(in("uncut"))) {
      return again.account().collateral();
    }
  }

  @Test
  void refusesAJournalThatIsDamagedInTheMiddle() throws IOException {
    long seed = new Random().nextLong();
    byte[] journal;
    try (TestChain live = new TestChain(in("live")).withTrader(1_000)) {
      live.chain.produceBlocks(10);
    }
    journal = Files.readAllBytes(folder.resolve("live/journal"));
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = journal.clone();
      damaged[random.nextInt(journal.length - 64)] ^= (byte) (1 << random.nextInt(8));
      Files.write(folder.resolve("live/journal"), damaged, StandardOpenOption.TRUNCATE_EXISTING);
      assertThatThrownBy(() -> new TestChain(in("live")).close())
          .as("seed %d, round %d", seed, i)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("damaged");
      assertThat(folder.resolve("live/journal")).hasBinaryContent(damaged);
    }
  }

  @Test
  void oneFolderServesOneChain() {
    try (TestChain live = new TestChain(in("live"))) {
      assertThatThrownBy(() -> new TestChain(in("live")).close())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("already open");
      assertThat(live.rpc.result("getHealth").stringValue()).isEqualTo("ok");
    }
  }
}
