package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.node.Finality;
import io.quantumvault.paper.node.NodeSettings.Alpenglow;
import io.quantumvault.paper.program.MemoProgram;
import io.quantumvault.paper.program.SystemProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Base58;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RpcTransactionsTest {
  private static final long SOL = 1_000_000_000L;
  private static final Finality VOTES = Finality.ByVotes.STANDARD;

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

  private byte[] transfer(long lamports) {
    return chain.signed(payer, Calls.transfer(payer.address(), target, lamports));
  }

  @Test
  void goesFromUnknownOverProcessedAndConfirmedToFinalizedWhereThereAreVotes() {
    chain.chain.control().configure(0, TestChain.AT_ONCE.withFinality(VOTES, Alpenglow.OFF));
    String signature = rpc.send(transfer(SOL / 2));

    assertThat(rpc.status(signature).isNull()).isTrue();
    chain.chain.produceBlock();
    assertThat(rpc.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("processed");
    assertThat(balance("processed")).isEqualTo(SOL / 2);
    assertThat(balance("confirmed")).isZero();
    chain.chain.produceBlock();
    assertThat(rpc.status(signature).get("confirmationStatus").stringValue())
        .isEqualTo("confirmed");
    assertThat(balance("confirmed")).isEqualTo(SOL / 2);
    assertThat(balance("finalized")).isZero();
    chain.chain.produceBlocks(31);
    assertThat(balance("finalized")).isEqualTo(SOL / 2);
    assertThat(rpc.balance(payer.address())).isEqualTo(SOL - SOL / 2 - 5_000);
    JsonNode status = rpc.status(signature);
    assertThat(status.get("confirmationStatus").stringValue()).isEqualTo("finalized");
    assertThat(status.get("confirmations").isNull()).isTrue();
    assertThat(status.get("err").isNull()).isTrue();
  }

  private long balance(String commitment) {
    return rpc.result("getBalance", target.toString(), Map.of("commitment", commitment))
        .get("value")
        .longValue();
  }

  @Test
  void findsOldSignaturesOnlyInTheHistory() {
    String signature = rpc.send(transfer(SOL / 2));
    chain.chain.produceBlocks(160);

    assertThat(rpc.result("getSignatureStatuses", List.of(signature)).at("/value/0").isNull())
        .isTrue();
    assertThat(rpc.status(signature).isNull()).isFalse();
  }

  @Test
  void landsInTheLastBlockItsBlockhashIsGoodForAndInNoLaterOne() {
    byte[] inTime = transfer(SOL / 4);
    byte[] late = transfer(SOL / 5);
    chain.chain.produceBlocks(149);

    String landed = rpc.send(inTime);
    chain.chain.produceBlock();
    String expired = rpc.sendBlind(late);
    chain.chain.produceBlock();

    assertThat(rpc.status(landed).isNull()).isFalse();
    assertThat(rpc.status(expired).isNull()).isTrue();
    assertThat(rpc.balance(target)).isEqualTo(SOL / 4);
    JsonNode error = rpc.sendRefused(late);
    assertThat(error.get("code").intValue()).isEqualTo(-32002);
    assertThat(error.get("message").stringValue())
        .isEqualTo("Transaction simulation failed: Blockhash not found");
    assertThat(error.at("/data/err").stringValue()).isEqualTo("BlockhashNotFound");
  }

  @Test
  void actsOnceHoweverOftenItIsSent() {
    byte[] wire = transfer(SOL / 4);

    String first = rpc.send(wire);
    assertThat(rpc.send(wire)).isEqualTo(first);
    chain.chain.produceBlock();
    JsonNode error = rpc.sendRefused(wire);
    assertThat(rpc.sendBlind(wire)).isEqualTo(first);
    chain.chain.produceBlock();

    assertThat(error.at("/data/err").stringValue()).isEqualTo("AlreadyProcessed");
    assertThat(rpc.balance(target)).isEqualTo(SOL / 4);
  }

  @Test
  void neverExecutesWhatIsNotRightlySigned() {
    byte[] wire = transfer(SOL / 4);
    byte[] forged = wire.clone();
    forged[10] ^= 1;
    byte[] unsigned = wire.clone();
    Arrays.fill(unsigned, 1, 65, (byte) 0);
    byte[] message = Arrays.copyOfRange(wire, 65, wire.length);
    byte[] signatureLess = new byte[message.length + 1];
    System.arraycopy(message, 0, signatureLess, 1, message.length);

    assertThat(rpc.sendRefused(forged).get("code").intValue()).isEqualTo(-32003);
    assertThat(rpc.sendRefused(unsigned).get("code").intValue()).isEqualTo(-32003);
    assertThat(rpc.sendRefused(signatureLess).get("code").intValue()).isEqualTo(-32602);
    String dropped = rpc.sendBlind(forged);
    chain.chain.produceBlock();

    assertThat(rpc.status(dropped).isNull()).isTrue();
    assertThat(rpc.balance(target)).isZero();
  }

  @Test
  void needsTheFeeBeforeAnythingElse() {
    Wallet poor = Wallet.number(7);
    byte[] wire = chain.signed(poor, Calls.transfer(poor.address(), target, 1));
    assertThat(rpc.sendRefused(wire).at("/data/err").stringValue()).isEqualTo("AccountNotFound");

    rpc.result("requestAirdrop", poor.address().toString(), 4_999);
    assertThat(rpc.sendRefused(wire).at("/data/err").stringValue())
        .isEqualTo("InsufficientFundsForFee");
    String dropped = rpc.sendBlind(wire);
    chain.chain.produceBlock();

    assertThat(rpc.status(dropped).isNull()).isTrue();
    assertThat(rpc.balance(poor.address())).isEqualTo(4_999);
  }

  @Test
  void keepsTheErrorAndTheFeeOfAFailedTransactionAndUndoesTheRest() {
    byte[] wire =
        chain.signed(
            payer,
            Calls.unitLimit(100_000),
            Calls.unitPrice(15),
            Calls.transfer(payer.address(), target, SOL / 4),
            Calls.transfer(payer.address(), target, 2 * SOL));
    JsonNode refused = rpc.sendRefused(wire);

    String signature = rpc.sendBlind(wire);
    chain.chain.produceBlock();

    assertThat(refused.get("message").stringValue())
        .isEqualTo(
            "Transaction simulation failed: Error processing Instruction 3: custom program error:"
                + " 0x1");
    assertThat(refused.at("/data/logs")).isNotEmpty();
    assertThat(rpc.status(signature).get("err").toString())
        .isEqualTo("{\"InstructionError\":[3,{\"Custom\":1}]}");
    assertThat(rpc.balance(target)).isZero();
    assertThat(rpc.balance(payer.address())).isEqualTo(SOL - 5_000 - 2);
  }

  @Test
  void chargesThePriorityFeeOnTheUnitsAskedForRoundedUp() {
    byte[] message =
        Compiled.message(
            true,
            payer,
            rpc.blockhash(),
            List.of(
                Calls.unitLimit(300_000),
                Calls.unitPrice(1_001),
                Calls.transfer(payer.address(), target, SOL / 2)));

    assertThat(rpc.result("getFeeForMessage", Compiled.base64(message)).get("value").longValue())
        .isEqualTo(5_301);
    rpc.send(Compiled.sign(message, payer));
    chain.chain.produceBlock();

    assertThat(rpc.balance(payer.address())).isEqualTo(SOL - SOL / 2 - 5_301);
  }

  @Test
  void simulatesWithoutDoing() {
    byte[] wire = transfer(SOL / 4);
    Map<String, Object> config =
        Map.of(
            "encoding",
            "base64",
            "sigVerify",
            true,
            "accounts",
            Map.of("encoding", "base64", "addresses", List.of(target.toString())));

    JsonNode value = rpc.result("simulateTransaction", Compiled.base64(wire), config).get("value");
    chain.chain.produceBlock();

    assertThat(value.get("err").isNull()).isTrue();
    assertThat(value.at("/accounts/0/lamports").longValue()).isEqualTo(SOL / 4);
    assertThat(rpc.balance(target)).isZero();
  }

  @Test
  void tellsWhatATransactionWasOnceItIsConfirmed() {
    byte[] wire = transfer(SOL / 4);
    String signature = rpc.result("sendTransaction", Base58.encode(wire)).stringValue();
    Map<String, Object> config = Map.of("encoding", "base64", "commitment", "confirmed");
    chain.chain.produceBlock();

    JsonNode told = rpc.result("getTransaction", signature, config);

    assertThat(told.at("/meta/err").isNull()).isTrue();
    assertThat(told.at("/meta/fee").longValue()).isEqualTo(5_000);
    assertThat(told.at("/meta/postBalances/1").longValue()).isEqualTo(SOL / 4);
    assertThat(told.at("/transaction/0").stringValue()).isEqualTo(Compiled.base64(wire));
    JsonNode mentioned =
        rpc.result("getSignaturesForAddress", target.toString(), Map.of("commitment", "confirmed"));
    assertThat(mentioned.at("/0/signature").stringValue()).isEqualTo(signature);
  }

  @Test
  void knowsMemoButNoStrangersProgram() {
    byte[] text = "héllo".getBytes(StandardCharsets.UTF_8);
    Call memo = Call.to(MemoProgram.ID, text).with(payer.address(), "S");
    assertThat(chain.land(payer, memo).get("err").isNull()).isTrue();

    byte[] wire = chain.signed(payer, Call.to(Wallet.number(8).address(), text));
    assertThat(rpc.sendRefused(wire).at("/data/err").stringValue())
        .isEqualTo("ProgramAccountNotFound");
  }

  @Test
  void leavesNoAccountBelowItsRent() {
    byte[] wire = transfer(890_879);

    assertThat(rpc.sendRefused(wire).at("/data/err").toString())
        .isEqualTo("{\"InsufficientFundsForRent\":{\"account_index\":1}}");
  }

  @Test
  void loadsNoLookupTableThatIsNotThere() throws IOException {
    String wire =
        Vectors.list(Vectors.read("transactions.json").get("vectors")).stream()
            .filter(v -> v.get("addressLookupTables").size() > 0)
            .findFirst()
            .orElseThrow()
            .get("serializedBase64")
            .stringValue();

    JsonNode told =
        rpc.result(
            "simulateTransaction",
            wire,
            Map.of("encoding", "base64", "replaceRecentBlockhash", true));

    assertThat(told.at("/value/err").stringValue()).isEqualTo("AddressLookupTableNotFound");
  }

  @Test
  void transfersOnlyFromWhoSigned() {
    Wallet thief = Wallet.number(9);
    rpc.result("requestAirdrop", thief.address().toString(), SOL);
    byte[] data = Calls.transfer(payer.address(), target, SOL / 2).data();
    Call call = Call.to(SystemProgram.ID, data).with(payer.address(), "W").with(target, "W");

    assertThat(chain.land(thief, call).get("err").toString())
        .isEqualTo("{\"InstructionError\":[0,\"MissingRequiredSignature\"]}");
    assertThat(rpc.balance(payer.address())).isEqualTo(SOL);
  }
}
