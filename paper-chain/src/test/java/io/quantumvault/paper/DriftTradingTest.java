package io.quantumvault.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.venue.DriftAddresses;
import io.quantumvault.paper.venue.PerpPosition;
import io.quantumvault.paper.venue.UserAccount;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DriftTradingTest {
  private static final long ONE = 1_000_000_000L;

  private final TestChain chain = TestChain.start().withTrader(1_000);

  @AfterEach
  void stop() {
    chain.close();
  }

  private PerpPosition position() {
    return chain.account().position(0).orElseThrow();
  }

  @Test
  void takesAtOnceAtTheOraclePriceWithSpreadAndFee() {
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, ONE)));

    // 150 plus 0.02 % = 150.03; fee 0.1 % of that, rounded up.
    assertThat(position().base()).isEqualTo(ONE);
    assertThat(position().entry()).isEqualTo(-150_030_000);
    assertThat(position().quote()).isEqualTo(-150_030_000 - 150_030);
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().nextOrderId()).isEqualTo(2);
  }

  @Test
  void bookedProfitIsSettledIntoCollateral() {
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, ONE)));
    chain.price(0, "160");
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(false, ONE).reducing()));

    // Sold at 160 less 0.02 % = 159.968.
    long profit = 159_968_000 - 159_968 - 150_030_000 - 150_030;
    assertThat(position().base()).isZero();
    assertThat(position().quote()).isEqualTo(profit);
    assertThat(chain.account().collateral()).isEqualTo(1_000_000_000);

    chain.confirm(chain.bot, Calls.settle(chain.user, chain.bot.address(), 0));
    assertThat(chain.account().position(0)).isEmpty();
    assertThat(chain.account().collateral()).isEqualTo(1_000_000_000 + profit);
  }

  @Test
  void anOrderWhoseBoundIsNotMetWaitsUnlessItIsImmediateOrCancel() {
    Order tight = Order.market(true, ONE).bound(150_020_000);

    chain.confirm(chain.bot, chain.take(chain.bot, tight.immediateOrCancel()));
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().nextOrderId()).isEqualTo(2);
    assertThat(chain.account().position(0)).isEmpty();

    chain.confirm(chain.bot, chain.take(chain.bot, tight));
    assertThat(chain.account().openOrders()).hasSize(1);
    chain.price(0, "149.9");
    chain.chain.produceBlock();
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(position().base()).isEqualTo(ONE);
  }

  @Test
  void aKeeperFillsAPlacedMarketOrderASlotLater() {
    chain.confirm(chain.bot, chain.place(chain.bot, Order.market(false, ONE)));
    assertThat(position().base()).isZero();
    assertThat(position().openAsks()).isEqualTo(-ONE);

    chain.chain.produceBlock();

    assertThat(position().base()).isEqualTo(-ONE);
    assertThat(position().openAsks()).isZero();
    assertThat(position().openOrders()).isZero();
  }

  @Test
  void anUnfilledOrderIsTakenOffWhenItsTimeIsUp() {
    Order late = Order.market(true, ONE).bound(100_000_000).until(TestChain.NOW + 60);
    chain.confirm(chain.bot, chain.place(chain.bot, late));
    chain.chain.produceBlocks(3);
    assertThat(chain.account().openOrders()).hasSize(1);

    chain.pass(61);
    chain.chain.produceBlock();

    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().position(0)).isEmpty();
  }

  @Test
  void aLimitOrderRestsUntilTheOracleCrossesIt() {
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000).userId(9)));
    chain.chain.produceBlocks(5);

    assertThat(position().openBids()).isEqualTo(ONE);
    assertThat(position().openOrders()).isEqualTo(1);
    assertThat(chain.account().openOrders().toList().getFirst().userOrderId()).isEqualTo(9);

    chain.price(0, "139");
    chain.chain.produceBlock();
    assertThat(position().base()).isEqualTo(ONE);
    assertThat(position().openBids()).isZero();
  }

  @Test
  void aPostOnlyOrderIsFilledAtItsOwnPriceWithoutAFee() {
    Order crossing = Order.limit(true, ONE, 151_000_000).posting(1);
    assertThat(chain.refused(chain.bot, chain.place(chain.bot, crossing))).isEqualTo(6057);
    chain.confirm(
        chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000).posting(1)));

    chain.price(0, "139");
    chain.chain.produceBlock();

    assertThat(position().quote()).isEqualTo(-140_000_000);
  }

  @Test
  void cancelsAllOrOneByTheOwnersNumber() {
    for (int id = 1; id <= 3; id++) {
      chain.confirm(
          chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000).userId(id)));
    }
    chain.confirm(chain.bot, Calls.cancelByUserId(chain.user, chain.bot.address(), 2, 0));
    assertThat(chain.account().openOrders().map(o -> o.userOrderId())).containsExactly(1, 3);
    assertThat(position().openBids()).isEqualTo(2 * ONE);

    chain.confirm(chain.owner, Calls.cancelAll(chain.user, chain.owner.address(), 0));

    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().position(0)).isEmpty();
  }

  @Test
  void placesSeveralAtOnceAndCancelsThemByNumber() {
    List<Order> quotes =
        List.of(
            Order.limit(true, ONE, 140_000_000).posting(1),
            Order.limit(false, ONE, 160_000_000).posting(2),
            Order.limit(true, ONE, 170_000_000).posting(3));
    chain.confirm(chain.bot, Calls.placeAll(chain.user, chain.bot.address(), quotes, 0));
    assertThat(chain.account().openOrders().map(o -> o.price()))
        .containsExactly(140_000_000L, 160_000_000L, 150_029_900L);
    assertThat(position().openBids()).isEqualTo(2 * ONE);
    assertThat(position().openAsks()).isEqualTo(-ONE);

    chain.confirm(chain.bot, Calls.cancelByIds(chain.user, chain.bot.address(), List.of(2, 77), 0));
    chain.confirm(chain.bot, Calls.cancelNewest(chain.user, chain.bot.address(), 0));

    assertThat(chain.account().openOrders().map(o -> o.orderId())).containsExactly(1);
    assertThat(position().openBids()).isEqualTo(ONE);
    assertThat(position().openAsks()).isZero();
  }

  /** As a close is sent: its entries go, its target stays, an entry that filled is passed over. */
  @Test
  void cancelsEntriesAndClosesInOneTransaction() {
    chain.confirm(
        chain.bot, chain.take(chain.bot, Order.market(true, 3 * ONE).immediateOrCancel()));
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, ONE, 140_000_000)));
    chain.confirm(
        chain.bot, chain.place(chain.bot, Order.limit(false, 3 * ONE, 170_000_000).reducing()));
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(false, ONE, 165_000_000)));
    var entries =
        chain
            .account()
            .openOrders()
            .filter(order -> !order.reduceOnly())
            .map(order -> order.orderId())
            .toList();
    assertThat(entries).hasSize(2);

    chain.confirm(
        chain.bot,
        Calls.cancelByIds(
            chain.user, chain.bot.address(), List.of(entries.get(0), entries.get(1), 99), 0),
        chain.take(chain.bot, Order.market(false, 3 * ONE).reducing().immediateOrCancel()));

    assertThat(position().base()).isZero();
    assertThat(chain.account().openOrders().map(order -> order.reduceOnly())).containsExactly(true);
  }

  @Test
  void oneBadOrderOfSeveralUndoesAll() {
    List<Order> orders =
        List.of(Order.limit(true, ONE, 140_000_000), Order.market(true, ONE).immediateOrCancel());

    assertThat(chain.refused(chain.bot, Calls.placeAll(chain.user, chain.bot.address(), orders, 0)))
        .isEqualTo(6050);
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().nextOrderId()).isEqualTo(1);
  }

  @Test
  void anInstructionNeedsItsComputeUnits() {
    String error =
        chain
            .land(
                chain.bot, Calls.unitLimit(100_000), chain.take(chain.bot, Order.market(true, ONE)))
            .get("err")
            .toString();

    assertThat(error).isEqualTo("{\"InstructionError\":[1,\"ProgramFailedToComplete\"]}");
    assertThat(chain.account().position(0)).isEmpty();
  }

  @Test
  void aTradingAccountMustBePassedWritable() {
    Call call = readonly(chain.take(chain.bot, Order.market(true, ONE)), chain.user);

    assertThat(chain.refused(chain.bot, call)).isEqualTo(2000);
  }

  @Test
  void depositsThatWouldOverflowAreRefusedAndHarmless() {
    long most = 1_000_000_000_000_000L;
    String user = chain.user.toString();
    long collateral = chain.account().collateral();
    JsonNode answer = chain.rpc.ask("paperDeposit", user, Long.toString(most));
    assertThat(answer.has("error")).isFalse();
    while (!answer.has("error")) {
      collateral += most;
      assertThat(chain.account().collateral()).isEqualTo(collateral);
      answer = chain.rpc.ask("paperDeposit", user, Long.toString(most));
    }

    assertThat(answer.at("/error/code").intValue()).isEqualTo(-32602);
    chain.chain.produceBlock();
    assertThat(chain.rpc.result("getHealth").stringValue()).isEqualTo("ok");
    assertThat(chain.account().collateral()).isEqualTo(collateral);
  }

  @Test
  void aStopTriggersAndClosesThePosition() {
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, ONE)));
    Order stop = Order.market(false, ONE).reducing().triggeredBelow(140_000_000);
    chain.confirm(chain.bot, chain.place(chain.bot, stop));
    chain.chain.produceBlocks(3);
    assertThat(position().base()).isEqualTo(ONE);

    chain.price(0, "139");
    chain.chain.produceBlocks(2);

    assertThat(position().base()).isZero();
    assertThat(position().openAsks()).isZero();
    assertThat(chain.account().openOrders()).isEmpty();
  }

  @Test
  void onlyAuthorityAndDelegateTradeAndOnlyTheAuthorityNamesTheDelegate() {
    Order order = Order.market(true, ONE);
    Address zero = Address.of(new byte[32]);

    assertThat(chain.refused(chain.stranger, chain.take(chain.stranger, order))).isEqualTo(0x7d3);
    assertThat(
            chain.refused(chain.stranger, Calls.cancelAll(chain.user, chain.stranger.address(), 0)))
        .isEqualTo(0x7d3);
    assertThat(
            chain.refused(
                chain.bot, Calls.delegate(chain.user, chain.bot.address(), chain.bot.address())))
        .isEqualTo(0x7d6);
    chain.confirm(chain.owner, chain.take(chain.owner, order));
    chain.confirm(chain.owner, Calls.delegate(chain.user, chain.owner.address(), zero));
    assertThat(chain.refused(chain.bot, chain.take(chain.bot, order))).isEqualTo(0x7d3);
  }

  @Test
  void anAuthorityThatDidNotSignIsNobody() {
    Call unsigned =
        new Call(
            DriftAddresses.PROGRAM,
            chain.take(chain.bot, Order.market(true, ONE)).uses().stream()
                .map(u -> new Call.Use(u.address(), false, u.writable()))
                .toList(),
            chain.take(chain.bot, Order.market(true, ONE)).data());

    assertThat(chain.refused(chain.stranger, unsigned)).isEqualTo(3010);
  }

  @Test
  void refusesWhatTheRealProgramRefuses() {
    Order order = Order.market(true, ONE);

    assertThat(chain.refused(chain.bot, chain.place(chain.bot, order.immediateOrCancel())))
        .isEqualTo(6050);
    assertThat(chain.refused(chain.bot, chain.take(chain.bot, Order.market(true, 9_999_999))))
        .isEqualTo(6059);
    assertThat(chain.refused(chain.bot, chain.take(chain.bot, Order.market(true, 67 * ONE))))
        .isEqualTo(6003);
    assertThat(chain.refused(chain.bot, chain.take(chain.bot, Order.market(true, Long.MAX_VALUE))))
        .isEqualTo(6003);
    // Without a sign this is the greatest amount there is.
    assertThat(chain.refused(chain.bot, chain.take(chain.bot, Order.market(true, -1))))
        .isEqualTo(6066);
    Order named = Order.limit(true, ONE, 140_000_000).userId(4);
    chain.confirm(chain.bot, chain.place(chain.bot, named));
    assertThat(chain.refused(chain.bot, chain.place(chain.bot, named))).isEqualTo(6071);
    assertThat(chain.account().openOrders()).hasSize(1);
  }

  @Test
  void restingOrdersCountAgainstTheMargin() {
    chain.confirm(chain.bot, chain.place(chain.bot, Order.limit(true, 60 * ONE, 140_000_000)));

    assertThat(
            chain.refused(
                chain.bot, chain.place(chain.bot, Order.limit(true, 10 * ONE, 140_000_000))))
        .isEqualTo(6003);
  }

  @Test
  void succeedsWithoutEffectWhenTooLateOrWithNothingToReduce() {
    chain.confirm(
        chain.bot, chain.take(chain.bot, Order.market(true, ONE).until(TestChain.NOW - 1)));
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(false, ONE).reducing()));

    assertThat(chain.account().position(0)).isEmpty();
    assertThat(chain.account().openOrders()).isEmpty();
    assertThat(chain.account().nextOrderId()).isEqualTo(3);
  }

  @Test
  void needsEveryAccountTheTradeTouches() {
    chain.confirm(chain.bot, chain.take(chain.bot, Order.market(true, ONE)));
    Order other = Order.market(true, ONE / 10).in(2);
    Call call = chain.take(chain.bot, other, 0, 2);

    assertThat(chain.refused(chain.bot, chain.take(chain.bot, other, 2))).isEqualTo(6078);
    assertThat(chain.refused(chain.bot, without(call, DriftAddresses.oracle(6)))).isEqualTo(6036);
    assertThat(chain.refused(chain.bot, without(call, DriftAddresses.oracle(7)))).isEqualTo(6036);
    assertThat(chain.refused(chain.bot, without(call, DriftAddresses.spotMarket(0))))
        .isEqualTo(6087);
    assertThat(chain.refused(chain.bot, readonly(call, DriftAddresses.perpMarket(2))))
        .isEqualTo(6081);
    chain.confirm(chain.bot, call);
    assertThat(chain.account().position(2).orElseThrow().base()).isEqualTo(ONE / 10);
  }

  private static Call without(Call call, Address address) {
    return new Call(
        call.program(),
        call.uses().stream().filter(u -> !u.address().equals(address)).toList(),
        call.data());
  }

  private static Call readonly(Call call, Address address) {
    List<Call.Use> uses =
        call.uses().stream()
            .map(u -> u.address().equals(address) ? new Call.Use(address, false, false) : u)
            .toList();
    return new Call(call.program(), uses, call.data());
  }

  @Test
  void openingTwiceFailsAndDepositsGoOnlyToTradingAccounts() {
    assertThat(chain.refused(chain.owner, Calls.initializeStats(chain.owner.address()))).isZero();
    assertThat(
            chain.refused(
                chain.owner, Calls.initializeUser(chain.owner.address(), 2, new byte[32])))
        .isEqualTo(6214);
    assertThat(
            chain
                .rpc
                .error("paperDeposit", chain.bot.address().toString(), "1")
                .get("code")
                .intValue())
        .isEqualTo(-32602);
    assertThat(UserAccount.isUser(chain.rpc.data(chain.user))).isTrue();
  }

  @Test
  void showsPricesAsDecimals() {
    chain.price(1, "66123.5");

    assertThat(chain.rpc.result("paperPrices").at("/value/BTC-PERP").stringValue())
        .isEqualTo("66123.500000");
    assertThat(chain.rpc.error("paperSetPrice", "SOL-PERP", "0").get("code").intValue())
        .isEqualTo(-32602);
  }
}
