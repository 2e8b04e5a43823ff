package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.PerpPosition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the venue's administrator and the market do to those who trade there. */
class VenueFaultsTest {
  private static final long ONE = 1_000_000_000L;

  private final TestChain chain = TestChain.start().withTrader(1_000);

  @AfterEach
  void stop() {
    chain.close();
  }

  private void venue(String method, Object... params) {
    assertThat(chain.rpc.result(method, params).booleanValue()).isTrue();
  }

  private PerpPosition position() {
    return chain.account().position(0).orElseThrow();
  }

  private Call buy() {
    return chain.take(chain.bot, Order.market(true, ONE));
  }

  private Call close() {
    return chain.take(chain.bot, Order.market(false, ONE).reducing());
  }

  @Test
  void aMarketWhoseFillsArePausedTakesRestingOrdersAndFillsNone() {
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 151_000_000)));
    venue("paper_setMarketStatus", "SOL-PERP", 4);
    chain.chain.produceBlocks(3);

    assertThat(chain.account().openOrders()).hasSize(1);
    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6148);
    assertThat(status(DriftAddresses.perpMarket(0), 1162)).isEqualTo(4);

    venue("paper_setMarketStatus", "SOL-PERP", 1);
    chain.chain.produceBlock();
    assertThat(position().base()).isEqualTo(ONE);
  }

  private int status(Address address, int at) {
    return chain.rpc.data(address)[at] & 0xff;
  }

  @Test
  void aMarketThatOnlyReducesLetsExitsThrough() {
    chain.confirm(chain.bot, buy());
    venue("paper_setMarketStatus", "SOL-PERP", 6);

    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6046);
    chain.confirm(chain.bot, close());
    assertThat(position().base()).isZero();
  }

  @Test
  void aMarketThatIsSettledOrNotYetOpenTakesNothing() {
    venue("paper_setMarketStatus", "SOL-PERP", 7);
    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6147);
    venue("paper_setMarketStatus", "SOL-PERP", 0);
    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6213);
  }

  @Test
  void aPausedExchangeTakesNothingAtAllNotEvenACancel() {
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000)));
    venue("paper_setExchangeStatus", 255);

    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6024);
    assertThat(
            chain.refused(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000))))
        .isEqualTo(6024);
    assertThat(chain.refused(chain.bot, Calls.cancelAll(chain.user, chain.bot.address(), 0)))
        .isEqualTo(6024);
    assertThat(chain.refused(chain.bot, Calls.settle(chain.user, chain.bot.address(), 0)))
        .isEqualTo(6024);
    assertThat(status(DriftAddresses.STATE, 974)).isEqualTo(255);

    venue("paper_setExchangeStatus", 8);
    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6024);
    chain.confirm(chain.bot, Calls.cancelAll(chain.user, chain.bot.address(), 0));
  }

  @Test
  void aFrozenOracleStandsStillAndIsTooOldToFillAndThenToOpen() {
    venue("paper_freezeOracle", "SOL-PERP", true);
    byte[] frozen = chain.rpc.data(DriftAddresses.oracle(6));
    byte[] other = chain.rpc.data(DriftAddresses.oracle(1));
    chain.chain.produceBlocks(8);
    assertThat(chain.rpc.data(DriftAddresses.oracle(6))).isEqualTo(frozen);
    assertThat(chain.rpc.data(DriftAddresses.oracle(1))).isNotEqualTo(other);
    assertThat(slot(frozen)).isEqualTo(slot(other));

    chain.confirm(chain.bot, buy());
    assertThat(position().base()).isEqualTo(ONE);
    chain.chain.produceBlocks(3);
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, ONE).immediateOrCancel()));
    assertThat(position().base()).isEqualTo(ONE);
    chain.chain.produceBlocks(120);
    assertThat(chain.refused(chain.bot, buy())).isEqualTo(6035);

    venue("paper_freezeOracle", "SOL-PERP", false);
    chain.chain.produceBlock();
    chain.confirm(chain.bot, close());
    assertThat(position().base()).isZero();
  }

  private static long slot(byte[] oracle) {
    return ByteBuffer.wrap(oracle).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
  }

  @Test
  void theNextOrdersAreFilledInPartAndTheRestIsCancelled() {
    venue("paper_partialFills", 255_000, 2);

    chain.confirm(chain.bot, buy());
    // A quarter and a bit, down to steps of 0.01.
    assertThat(position().base()).isEqualTo(250_000_000);
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(position().openBids()).isZero();
    chain.confirm(chain.bot, chain.place(chain.bot, Order.market(true, ONE)));
    chain.chain.produceBlock();
    assertThat(position().base()).isEqualTo(500_000_000);
    assertThat(chain.account().openOrders()).isEmpty();

    chain.confirm(chain.bot, buy());
    assertThat(position().base()).isEqualTo(1_500_000_000);
  }

  @Test
  void aSimulationUsesUpNoPartialFill() {
    venue("paper_partialFills", 500_000, 1);
    byte[] wire = chain.signed(chain.bot, buy());

    for (int i = 0; i < 3; i++) {
      assertThat(
              chain
                  .rpc
                  .result(
                      "simulateTransaction", Compiled.base64(wire), Map.of("encoding", "base64"))
                  .at("/value/err")
                  .isNull())
          .isTrue();
    }
    chain.rpc.send(wire);
    chain.chain.produceBlock();
    assertThat(position().base()).isEqualTo(ONE / 2);
  }

  @Test
  void anOrderIsRejectedInsideATransactionThatSucceeds() {
    venue("paper_rejectOrders", 1);
    int id = chain.account().nextOrderId();

    JsonNode status = chain.confirm(chain.bot, buy());

    assertThat(status.get("err").isNull()).isTrue();
    assertThat(chain.account().position(0)).isEmpty();
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().nextOrderId()).isEqualTo(id + 1);
    chain.confirm(chain.bot, buy());
    assertThat(position().base()).isEqualTo(ONE);
  }

  @Test
  void fundingMovesEquityFromLongsToShorts() {
    chain.confirm(chain.bot, buy());
    long before = position().quote();

    venue("paper_payFunding", "SOL-PERP", 1_000);
    assertThat(position().quote()).isEqualTo(before - 150_000);
    venue("paper_payFunding", "SOL-PERP", -2_000);
    assertThat(position().quote()).isEqualTo(before + 150_000);
    byte[] user = chain.rpc.data(chain.user);
    assertThat(ByteBuffer.wrap(user).order(ByteOrder.LITTLE_ENDIAN).getLong(4312))
        .isEqualTo(150_000);
    venue("paper_payFunding", "BTC-PERP", 1_000);
    assertThat(position().quote()).isEqualTo(before + 150_000);
  }

  @Test
  void anAccountBelowItsMarginIsLiquidatedWhereThatIsAskedFor() {
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, 60 * ONE)));
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 100_000_000)));
    chain.price(0, "135");
    chain.chain.produceBlocks(3);
    assertThat(position().base()).isEqualTo(60 * ONE);

    venue("paper_setLiquidations", true);
    chain.chain.produceBlock();

    // Bought at 150.03 with 0.1 % fee, closed at 135 with 1 % penalty; 1000 were there.
    long bought = 60 * 150_030_000L;
    long sold = 60 * 135_000_000L;
    assertThat(position().base()).isZero();
    assertThat(position().quote()).isEqualTo(sold - sold / 100 - bought - bought / 1_000);
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().collateral()).isEqualTo(1_000_000_000);
  }

  @Test
  void aSoundAccountIsNotLiquidated() {
    venue("paper_setLiquidations", true);
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, 60 * ONE)));
    chain.price(0, "142");
    chain.chain.produceBlocks(3);

    assertThat(position().base()).isEqualTo(60 * ONE);
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThat(message("paper_setMarketStatus", "SOL-PERP", 9)).contains("0 to 8");
    assertThat(message("paper_setMarketStatus", "DOGE-PERP", 1)).contains("no market DOGE-PERP");
    assertThat(message("paper_setExchangeStatus", 256)).contains("0 to 255");
    assertThat(message("paper_freezeOracle", "SOL-PERP", 1)).contains("boolean");
    assertThat(message("paper_partialFills", 1_000_001, 1)).contains("partPpm");
    assertThat(message("paper_payFunding", "SOL-PERP", 1_000_001)).contains("ratePpm");
  }

  private String message(String method, Object... params) {
    JsonNode error = chain.rpc.error(method, params);
    assertThat(error.get("code").intValue()).isEqualTo(-32602);
    return error.get("message").stringValue();
  }
}
