package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.Finality;
import io.quantumvault.paper.node.NodeSettings;
import io.quantumvault.paper.node.NodeSettings.Alpenglow;
import io.quantumvault.paper.venue.DriftAddresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Slots of 200 ms and finality by certificate, on a clock that the test moves. */
class TodaysChainTest {
  private static final long SOL = 1_000_000_000L;

  private final TestChain chain =
      new TestChain(TestChain.settings().withNodes(List.of(NodeSettings.STANDARD)));
  private final Rpc rpc = chain.rpc;
  private final Wallet payer = Wallet.number(5);
  private final Address target = Wallet.number(6).address();

  @AfterEach
  void stop() {
    chain.close();
  }

  private long slot(String commitment) {
    return rpc.result("getSlot", Map.of("commitment", commitment)).longValue();
  }

  @Test
  void aSlotTakes200Milliseconds() {
    assertThat(PaperChainSettings.defaults().slotDuration()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aBlockIsConfirmedAndFinalizedTogether150MillisecondsAfterItWasProduced() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    chain.passMillis(150);
    String signature =
        rpc.send(chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2)));
    long before = slot("processed");
    chain.chain.produceBlock();

    assertThat(slot("processed")).isEqualTo(before + 1);
    assertThat(slot("confirmed")).isEqualTo(before);
    assertThat(rpc.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("processed");
    assertThat(rpc.status(signature).get("confirmations").longValue()).isZero();
    assertThat(rpc.balance(target)).isZero();
    chain.passMillis(149);
    assertThat(slot("finalized")).isEqualTo(before);

    chain.passMillis(1);
    assertThat(slot("confirmed")).isEqualTo(before + 1);
    assertThat(slot("finalized")).isEqualTo(before + 1);
    assertThat(rpc.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("finalized");
    assertThat(rpc.balance(target)).isEqualTo(SOL / 2);
  }

  @Test
  void aLaterBlockFinalizesTheOneBelowWhateverTheClockSays() {
    chain.passMillis(150);
    chain.chain.produceBlock();
    long slot = slot("processed");
    chain.passMillis(-600_000);
    chain.chain.produceBlock();

    assertThat(slot("finalized")).isEqualTo(slot);
  }

  @Test
  void theCertificateIsThereOrNullOrUnheardOf() {
    JsonNode certificate = rpc.result("getAgGenesisCert");
    assertThat(certificate.at("/block/slot").longValue()).isPositive();
    assertThat(certificate.at("/block/blockId")).hasSize(32);
    assertThat(certificate.at("/signature/signature")).hasSize(192);

    rpc.result("paper_node", Map.of("alpenglow", "off"));
    assertThat(rpc.result("getAgGenesisCert").isNull()).isTrue();

    rpc.result("paper_node", Map.of("alpenglow", "unknown"));
    assertThat(rpc.error("getAgGenesisCert").get("code").intValue()).isEqualTo(-32601);
  }

  @Test
  void withoutAlpenglowConfirmedAndFinalizedAreFarApart() {
    rpc.result("paper_node", Map.of("alpenglow", "off"));
    chain.chain.produceBlocks(40);

    long newest = slot("processed");
    assertThat(slot("confirmed")).isEqualTo(newest - 1);
    assertThat(slot("finalized")).isEqualTo(newest - 32);
    JsonNode epoch = rpc.result("getEpochInfo", Map.of("commitment", "finalized"));
    assertThat(epoch.get("absoluteSlot").longValue()).isEqualTo(newest - 32);
    assertThat(epoch.get("blockHeight"))
        .isEqualTo(rpc.result("getBlockHeight", Map.of("commitment", "finalized")));
  }

  @Test
  void aBlockhashIsReadAtItsCommitmentAndUnknownToAnOlderOne() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    chain.passMillis(150);
    chain.chain.produceBlock();
    Map<String, Object> processed = Map.of("commitment", "processed");
    String blockhash =
        rpc.result("getLatestBlockhash", processed).at("/value/blockhash").stringValue();

    assertThat(valid(blockhash, processed)).isTrue();
    assertThat(valid(blockhash, Map.of("commitment", "finalized"))).isFalse();
    byte[] wire =
        Compiled.sign(
            Compiled.message(
                true,
                payer,
                Address.parse(blockhash),
                List.of(Calls.transfer(payer.address(), target, SOL / 2))),
            payer);
    assertThat(rpc.sendRefused(wire).at("/data/err").stringValue()).isEqualTo("BlockhashNotFound");
    rpc.result(
        "sendTransaction",
        Compiled.base64(wire),
        Map.of("encoding", "base64", "preflightCommitment", "processed"));
  }

  private boolean valid(String blockhash, Map<String, Object> config) {
    return rpc.result("isBlockhashValid", blockhash, config).get("value").booleanValue();
  }

  @Test
  void skippedSlotsHaveNoBlockAndNoHeight() {
    long slot = slot("processed");
    long height = rpc.result("getBlockHeight", Map.of("commitment", "processed")).longValue();

    rpc.result("paper_skipSlots", 7);
    chain.chain.produceBlock();

    assertThat(slot("processed")).isEqualTo(slot + 8);
    assertThat(rpc.result("getBlockHeight", Map.of("commitment", "processed")).longValue())
        .isEqualTo(height + 1);
    assertThat(rpc.error("paper_skipSlots", 0).get("message").stringValue())
        .contains("slots must be 1 to 10000");
  }

  @Test
  void theClockOfTheChainGoesOnOverSkippedSlots() {
    chain.passMillis(20_200);
    rpc.result("paper_skipSlots", 100);
    chain.chain.produceBlock();

    byte[] oracle =
        Base64.getDecoder()
            .decode(
                rpc.result(
                        "getAccountInfo",
                        DriftAddresses.oracle(6).toString(),
                        Map.of("commitment", "processed"))
                    .at("/value/data/0")
                    .stringValue());
    long published = ByteBuffer.wrap(oracle).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
    assertThat(published / 1_000_000).isEqualTo(TestChain.NOW + 20);
  }

  @Test
  void someSlotsAreSkippedByThemselvesWhereThatIsAskedFor() {
    try (TestChain skipping = new TestChain(TestChain.settings().withSkippedPpm(300_000))) {
      long slot = skipping.rpc.result("getSlot").longValue();
      long height = skipping.rpc.result("getBlockHeight").longValue();
      skipping.chain.produceBlocks(400);

      assertThat(skipping.rpc.result("getBlockHeight").longValue()).isEqualTo(height + 400);
      // 400 blocks in about 571 slots; the choice is fixed, the bounds are generous.
      assertThat(skipping.rpc.result("getSlot").longValue()).isBetween(slot + 480, slot + 700);
    }
  }

  @Test
  void aCallerThatHasSeenALaterSlotIsRefusedEverywhere() {
    long slot = slot("processed");
    Map<String, Object> later = Map.of("commitment", "processed", "minContextSlot", slot + 1);
    String address = target.toString();
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    chain.passMillis(150);
    byte[] wire = chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 2));
    String text = Compiled.base64(wire);
    String message =
        Compiled.base64(
            Compiled.message(
                true, payer, rpc.blockhash(), List.of(Calls.transfer(payer.address(), target, 1))));
    Map<String, Object> sending =
        Map.of("encoding", "base64", "minContextSlot", slot + 1, "skipPreflight", true);

    List<JsonNode> refusals =
        List.of(
            rpc.error("getSlot", later),
            rpc.error("getBlockHeight", later),
            rpc.error("getEpochInfo", later),
            rpc.error("getLatestBlockhash", later),
            rpc.error("isBlockhashValid", rpc.blockhash().toString(), later),
            rpc.error("getBalance", address, later),
            rpc.error("getAccountInfo", address, later),
            rpc.error("getMultipleAccounts", List.of(address), later),
            rpc.error("getFeeForMessage", message, later),
            rpc.error("getSignaturesForAddress", address, Map.of("minContextSlot", slot + 1)),
            rpc.error("simulateTransaction", text, sending),
            rpc.error("sendTransaction", text, sending));

    for (JsonNode refusal : refusals) {
      assertThat(refusal.get("code").intValue()).isEqualTo(-32016);
      assertThat(refusal.at("/data/contextSlot").longValue()).isEqualTo(slot);
    }
    chain.chain.produceBlock();
    assertThat(rpc.result("getSlot", later).longValue()).isEqualTo(slot + 1);
  }

  @Test
  void samplesTellHowManySlotsAMinuteHas() {
    assertThat(rpc.result("getRecentPerformanceSamples", 4)).isEmpty();
    for (int i = 0; i < 601; i++) {
      chain.passMillis(200);
      chain.chain.produceBlock();
    }

    JsonNode samples = rpc.result("getRecentPerformanceSamples", 4);

    assertThat(samples).hasSize(2);
    assertThat(samples.at("/0/numSlots").longValue()).isEqualTo(300);
    assertThat(samples.at("/0/samplePeriodSecs").longValue()).isEqualTo(60);
    assertThat(samples.at("/0/slot").longValue())
        .isEqualTo(samples.at("/1/slot").longValue() + 300);
    assertThat(rpc.result("getRecentPerformanceSamples", 1)).hasSize(1);
    assertThat(rpc.error("getRecentPerformanceSamples", 721).get("code").intValue())
        .isEqualTo(-32602);
  }

  @Test
  void feesAreWhatGotIntoTheBlocksOfTheseAccounts() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    chain.land(
        payer,
        Calls.unitLimit(10_000),
        Calls.unitPrice(7_000),
        Calls.transfer(payer.address(), target, SOL / 2));

    assertThat(newestFee(List.of(target.toString()))).isEqualTo(7_000);
    chain.chain.produceBlock();
    assertThat(newestFee(List.of())).isZero();
    rpc.result("paper_node", Map.of("unit-price", 1_234));
    assertThat(newestFee(List.of())).isEqualTo(1_234);
  }

  private long newestFee(List<String> accounts) {
    JsonNode fees = rpc.result("getRecentPrioritizationFees", accounts);
    return fees.get(fees.size() - 1).get("prioritizationFee").longValue();
  }

  @Test
  void aTransactionOfVersionOneIsRefusedByItsName() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    byte[] message =
        Compiled.message(
            true,
            payer,
            rpc.blockhash(),
            List.of(Calls.transfer(payer.address(), target, SOL / 2)));
    message[0] = (byte) 0x81;

    JsonNode error = rpc.sendRefused(Compiled.sign(message, payer));

    assertThat(error.get("code").intValue()).isEqualTo(-32602);
    assertThat(error.get("message").stringValue())
        .contains("transaction version 1 is not supported by this node");
  }

  @Test
  void finalityMayTakeLongerThanASlot() {
    chain
        .chain
        .control()
        .configure(
            0, NodeSettings.STANDARD.withFinality(new Finality.ByCertificate(500), Alpenglow.ON));
    chain.chain.produceBlocks(10);

    assertThat(slot("finalized")).isEqualTo(slot("processed") - 3);
    chain.passMillis(100);
    assertThat(slot("finalized")).isEqualTo(slot("processed") - 2);
  }

  @Test
  void lists2SignaturesOfAnAddressBetweenTwoOthers() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
    String[] sent = new String[4];
    for (int i = 0; i < sent.length; i++) {
      chain.passMillis(150);
      sent[i] =
          rpc.send(chain.signed(payer, Calls.transfer(payer.address(), target, SOL / 100 + i)));
      chain.chain.produceBlock();
    }
    chain.passMillis(150);

    JsonNode between =
        rpc.result(
            "getSignaturesForAddress",
            target.toString(),
            Map.of("before", sent[3], "until", sent[0], "limit", 2));

    assertThat(between).hasSize(2);
    assertThat(between.at("/0/signature").stringValue()).isEqualTo(sent[2]);
    assertThat(between.at("/1/signature").stringValue()).isEqualTo(sent[1]);
  }
}
