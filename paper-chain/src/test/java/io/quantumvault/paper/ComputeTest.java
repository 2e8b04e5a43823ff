package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.program.ComputeBudget;
import io.quantumvault.paper.program.LookupTables;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compute units, what is paid for them, and accounts that lookup tables give. */
class ComputeTest {
  private static final long SOL = 1_000_000_000L;

  private final TestChain chain = TestChain.start();
  private final Rpc rpc = chain.rpc;
  private final Wallet payer = Wallet.number(5);
  private final Address target = Wallet.number(6).address();

  @BeforeEach
  void fund() {
    rpc.result("requestAirdrop", payer.address().toString(), SOL);
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  private JsonNode simulated(byte[] wire) {
    return rpc.result(
            "simulateTransaction",
            Compiled.base64(wire),
            Map.of("encoding", "base64", "sigVerify", true))
        .get("value");
  }

  private JsonNode meta(String signature) {
    return rpc.result(
            "getTransaction",
            signature,
            Map.of("encoding", "base64", "maxSupportedTransactionVersion", 0))
        .get("meta");
  }

  @Test
  void unitsAreTheSameSimulatedAndLanded() {
    chain.withTrader(1_000);
    Call take = chain.take(chain.bot, Order.market(true, SOL));
    byte[] wire = chain.signed(chain.bot, Calls.unitLimit(150_000), Calls.unitPrice(1), take);

    JsonNode simulated = simulated(wire);
    String signature = rpc.send(wire);
    chain.chain.produceBlock();

    assertThat(simulated.get("unitsConsumed").longValue()).isEqualTo(120_000 + 2 * 150);
    assertThat(simulated.get("err").isNull()).isTrue();
    assertThat(simulated.get("logs").toString())
        .contains("consumed 120000 of 149700 compute units");
    assertThat(meta(signature).get("computeUnitsConsumed").longValue())
        .isEqualTo(120_000 + 2 * 150);
  }

  @Test
  void oneUnitTooFewFailsTheTransactionAndKeepsTheFee() {
    chain.withTrader(1_000);
    Call take = chain.take(chain.bot, Order.market(true, SOL));
    long before = rpc.balance(chain.bot.address());
    byte[] enough = chain.signed(chain.bot, Calls.unitLimit(120_150), take);
    byte[] wire = chain.signed(chain.bot, Calls.unitLimit(120_149), Calls.unitPrice(10), take);

    assertThat(simulated(enough).get("err").isNull()).isTrue();
    String signature = rpc.sendBlind(wire);
    chain.chain.produceBlock();

    assertThat(rpc.status(signature).get("err").toString())
        .isEqualTo("{\"InstructionError\":[2,\"ProgramFailedToComplete\"]}");
    assertThat(meta(signature).get("logMessages").toString())
        .contains("failed: exceeded CUs meter at BPF instruction");
    assertThat(meta(signature).get("computeUnitsConsumed").longValue()).isEqualTo(120_149);
    // 120149 × 10 micro-lamports is 1.2 lamports, rounded up.
    assertThat(rpc.balance(chain.bot.address())).isEqualTo(before - 5_000 - 2);
    assertThat(chain.account().position(0)).isEmpty();
  }

  @Test
  void aBuiltInProgramIsRefusedItsUnits() {
    byte[] wire =
        chain.signed(payer, Calls.unitLimit(200), Calls.transfer(payer.address(), target, SOL / 2));

    assertThat(rpc.sendRefused(wire).at("/data/err").toString())
        .isEqualTo("{\"InstructionError\":[1,\"ComputationalBudgetExceeded\"]}");
  }

  @Test
  void twoComputeBudgetInstructionsOfOneKindKeepTheTransactionOut() {
    long before = rpc.balance(payer.address());
    byte[] wire =
        chain.signed(
            payer,
            Calls.unitLimit(100_000),
            Calls.unitPrice(1),
            Calls.unitLimit(100_000),
            Calls.transfer(payer.address(), target, SOL / 2));

    JsonNode error = rpc.sendRefused(wire);
    assertThat(error.at("/data/err").toString()).isEqualTo("{\"DuplicateInstruction\":2}");
    assertThat(error.get("message").stringValue())
        .contains("Transaction contains a duplicate instruction (2) that is not allowed");
    String dropped = rpc.sendBlind(wire);
    chain.chain.produceBlock();

    assertThat(rpc.status(dropped).isNull()).isTrue();
    assertThat(rpc.balance(payer.address())).isEqualTo(before);
  }

  @Test
  void aComputeBudgetInstructionThatCannotBeReadKeepsTheTransactionOut() {
    Call transfer = Calls.transfer(payer.address(), target, SOL / 2);
    for (byte[] data : List.of(new byte[] {9}, new byte[] {2, 1}, heap(1_000), new byte[0])) {
      byte[] wire = chain.signed(payer, Call.to(ComputeBudget.ID, data), transfer);
      assertThat(rpc.sendRefused(wire).at("/data/err").toString())
          .as(Arrays.toString(data))
          .isEqualTo("{\"InstructionError\":[0,\"InvalidInstructionData\"]}");
    }
    byte[] nothing = chain.signed(payer, Call.to(ComputeBudget.ID, new byte[] {4, 0, 0, 0, 0}));
    assertThat(rpc.sendRefused(nothing).at("/data/err").stringValue())
        .isEqualTo("InvalidLoadedAccountsDataSizeLimit");
    assertThat(
            chain
                .land(payer, Call.to(ComputeBudget.ID, heap(64 * 1024)), transfer)
                .get("err")
                .isNull())
        .isTrue();
  }

  private static byte[] heap(int bytes) {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(bytes)
        .array();
  }

  @Test
  void withoutALimitTheFeeCountsTheDefault() {
    byte[] message =
        Compiled.message(
            true,
            payer,
            rpc.blockhash(),
            List.of(Calls.unitPrice(1_000_000), Call.to(Wallet.number(9).address(), new byte[1])));

    // 3000 for the built-in program and 200000 for the other, at a lamport each.
    assertThat(rpc.result("getFeeForMessage", Compiled.base64(message)).get("value").longValue())
        .isEqualTo(5_000 + 203_000);
  }

  /** A transfer whose target comes out of a lookup table. */
  private byte[] throughTable(Address table, int index, boolean writable, long lamports) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 1, 0, 1, 2});
    out.writeBytes(payer.address().toBytes());
    out.writeBytes(Address.of(new byte[32]).toBytes());
    out.writeBytes(rpc.blockhash().toBytes());
    out.writeBytes(new byte[] {1, 1, 2, 0, 2, 12});
    out.writeBytes(Calls.transfer(payer.address(), target, lamports).data());
    out.write(1);
    out.writeBytes(table.toBytes());
    out.writeBytes(writable ? new byte[] {1, (byte) index, 0} : new byte[] {0, 1, (byte) index});
    return Compiled.sign(out.toByteArray(), payer);
  }

  private Address table(Address... addresses) {
    List<String> all = Arrays.stream(addresses).map(Address::toString).toList();
    return Address.parse(rpc.result("paper_createLookupTable", all).stringValue());
  }

  @Test
  void loadsAccountsFromALookupTable() {
    Address table = table(payer.address(), target);
    assertThat(table(target)).isNotEqualTo(table);
    chain.chain.produceBlock();

    String signature = rpc.send(throughTable(table, 1, true, SOL / 2));
    chain.chain.produceBlock();

    assertThat(rpc.status(signature).get("err").isNull()).isTrue();
    assertThat(rpc.balance(target)).isEqualTo(SOL / 2);
    JsonNode meta = meta(signature);
    assertThat(meta.at("/loadedAddresses/writable/0").stringValue()).isEqualTo(target.toString());
    assertThat(meta.at("/postBalances/2").longValue()).isEqualTo(SOL / 2);
    assertThat(rpc.result("getSignaturesForAddress", target.toString()).at("/0/signature"))
        .hasToString('"' + signature + '"');
    assertThat(rpc.data(table)).hasSize(56 + 64);
    assertThat(rpc.result("getAccountInfo", table.toString()).at("/value/owner").stringValue())
        .isEqualTo(LookupTables.ID.toString());
  }

  @Test
  void refusesWhatATableDoesNotGive() {
    Address table = table(target);
    chain.chain.produceBlock();

    assertThat(refusal(throughTable(Wallet.number(9).address(), 0, true, SOL / 2)))
        .isEqualTo("\"AddressLookupTableNotFound\"");
    assertThat(refusal(throughTable(payer.address(), 0, true, SOL / 2)))
        .isEqualTo("\"InvalidAddressLookupTableOwner\"");
    assertThat(refusal(throughTable(table, 1, true, SOL / 2)))
        .isEqualTo("\"InvalidAddressLookupTableIndex\"");
    assertThat(refusal(throughTable(table(payer.address()), 0, true, SOL / 2)))
        .isEqualTo("\"AccountLoadedTwice\"");
    assertThat(refusal(throughTable(table, 0, false, SOL / 2)))
        .isEqualTo("{\"InstructionError\":[0,\"ReadonlyLamportChange\"]}");
  }

  private String refusal(byte[] wire) {
    return rpc.sendRefused(wire).at("/data/err").toString();
  }

  @Test
  void simulatesWithABlockhashOfItsOwnAndTellsIt() {
    byte[] message =
        Compiled.message(
            true,
            payer,
            Wallet.number(7).address(),
            List.of(Calls.transfer(payer.address(), target, SOL / 2)));
    String wire = Compiled.base64(Compiled.sign(message, payer));

    JsonNode replaced =
        rpc.result(
                "simulateTransaction",
                wire,
                Map.of("encoding", "base64", "replaceRecentBlockhash", true))
            .get("value");
    assertThat(replaced.get("err").isNull()).isTrue();
    assertThat(replaced.at("/replacementBlockhash/blockhash").stringValue())
        .isEqualTo(rpc.blockhash().toString());
    assertThat(
            rpc.result("simulateTransaction", wire, Map.of("encoding", "base64"))
                .at("/value/err")
                .stringValue())
        .isEqualTo("BlockhashNotFound");
    assertThat(
            rpc.error(
                    "simulateTransaction",
                    wire,
                    Map.of("encoding", "base64", "replaceRecentBlockhash", true, "sigVerify", true))
                .get("code")
                .intValue())
        .isEqualTo(-32602);
  }
}
