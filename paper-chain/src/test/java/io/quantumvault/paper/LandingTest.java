package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are not in the next block only because they were sent. */
class LandingTest {
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

  private byte[] transfer(long lamports) {
    return chain.signed(payer, Calls.transfer(payer.address(), target, lamports));
  }

  private boolean landsInNext(String signature) {
    chain.chain.produceBlock();
    return !rpc.status(signature).isNull();
  }

  @Test
  void landsWithTheSendingThatTheRuleNames() {
    rpc.result("paper_landing", Map.of("rule", "after-sendings", "sendings", 3, "count", 1));
    byte[] wire = transfer(SOL / 4);

    String signature = rpc.send(wire);
    assertThat(landsInNext(signature)).isFalse();
    rpc.send(wire);
    assertThat(landsInNext(signature)).isFalse();
    rpc.send(wire);
    assertThat(landsInNext(signature)).isTrue();

    assertThat(landsInNext(rpc.send(transfer(SOL / 5)))).isTrue();
  }

  @Test
  void losesTheFirstSendings() {
    rpc.result("paper_landing", Map.of("rule", "drop-first", "sendings", 1));
    byte[] wire = transfer(SOL / 4);

    String signature = rpc.send(wire);
    assertThat(landsInNext(signature)).isFalse();
    rpc.send(wire);
    assertThat(landsInNext(signature)).isTrue();
  }

  @Test
  void aLeaderThatForgetsWantsItAgainLater() {
    rpc.result("paper_landing", Map.of("rule", "after-resend", "slots", 3));
    byte[] wire = transfer(SOL / 4);
    String signature = rpc.send(wire);
    rpc.send(wire);
    rpc.send(wire);
    assertThat(landsInNext(signature)).isFalse();
    chain.chain.produceBlocks(10);
    assertThat(rpc.status(signature).isNull()).isTrue();

    rpc.send(wire);
    assertThat(landsInNext(signature)).isTrue();
  }

  @Test
  void isHeldUntilShortlyBeforeItsBlockhashEnds() {
    rpc.result("paper_landing", Map.of("rule", "near-expiry", "blocks", 2));
    long lastValid = rpc.result("getLatestBlockhash").at("/value/lastValidBlockHeight").longValue();
    String signature = rpc.send(transfer(SOL / 4));
    chain.chain.produceBlocks(147);
    assertThat(rpc.status(signature).isNull()).isTrue();

    assertThat(landsInNext(signature)).isTrue();
    assertThat(rpc.result("getBlockHeight").longValue()).isEqualTo(lastValid - 2);
  }

  @Test
  void neverLandsAndIsGoneWithItsBlockhash() {
    rpc.result("paper_landing", Map.of("rule", "never", "payer", payer.address().toString()));
    Wallet other = Wallet.number(8);
    rpc.result("requestAirdrop", other.address().toString(), SOL);
    byte[] wire = transfer(SOL / 4);
    String held = rpc.send(wire);
    String free = rpc.send(chain.signed(other, Calls.transfer(other.address(), target, SOL / 4)));

    assertThat(landsInNext(free)).isTrue();
    chain.chain.produceBlocks(151);
    assertThat(rpc.status(held).isNull()).isTrue();
    // It is no longer waiting: sent again, it is looked at like any other.
    assertThat(rpc.sendRefused(wire).at("/data/err").stringValue()).isEqualTo("BlockhashNotFound");
    rpc.result("paper_clearLanding");
    rpc.sendBlind(wire);
    assertThat(landsInNext(held)).isFalse();
    assertThat(landsInNext(rpc.send(transfer(SOL / 5)))).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThat(message(Map.of("rule", "maybe"))).contains("after-sendings, drop-first");
    assertThat(message(Map.of("rule", "near-expiry", "blocks", 150))).contains("0 to 149");
    assertThat(message(Map.of("rule", "never", "count", 0))).contains("count must be 1 or more");
    assertThat(message(Map.of("rule", "never", "slots", 1))).contains("[slots]");
  }

  private String message(Map<String, Object> spec) {
    return rpc.error("paper_landing", spec).get("message").stringValue();
  }
}
