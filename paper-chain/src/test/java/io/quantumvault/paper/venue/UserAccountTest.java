package io.quantumvault.paper.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.paper.Vectors;
import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Does again what was done on a real build of the program and compares whole accounts. */
class UserAccountTest {
  private static final BlockContext BLOCK = new BlockContext(1_010, 1_800_000_000L);
  private static final Market SOL = Market.ALL.getFirst();
  private static final Quote QUOTE = new Quote(150_000_000, 150_000_000, 150_000_000);

  private byte[] deposited = {};
  private byte[] resting = {};
  private byte[] filled = {};

  @BeforeEach
  void readSnapshots() throws IOException {
    JsonNode snapshots = Vectors.read("drift_user_accounts.json").get("snapshots");
    deposited = bytes(snapshots.get(0));
    resting = bytes(snapshots.get(1));
    filled = bytes(snapshots.get(2));
  }

  private static byte[] bytes(JsonNode snapshot) {
    return Base64.getDecoder().decode(snapshot.get("dataBase64").stringValue());
  }

  @Test
  void anOpenedAndFundedAccountIsTheRealOneByteForByte() {
    UserAccount user =
        UserAccount.create(
            Address.parse("DuMUwEYV91ppv9D94Tqn2PSg2ih5KVJxZg4LyS8dJ6Ub"),
            0,
            Arrays.copyOfRange(deposited, 72, 104));
    user.delegate(Address.parse("JAGq6ikMyQwh6iZmzqUnUs5qzDoEZDd2MgbX6zbnRmM8"));

    user.deposit(5_000_000_000L, 1_009);

    assertThat(user.toBytes()).isEqualTo(deposited);
    assertThat(user.collateral()).isEqualTo(5_000_000_000L);
  }

  @Test
  void aRestingOrderIsTheRealOneByteForByte() throws Exception {
    UserAccount user = UserAccount.read(deposited);

    OrderPlacement.place(
        user,
        limit(1_500_000_000, 140_250_000, OrderParams.PostOnly.MUST_POST_ONLY, 2),
        QUOTE,
        SOL,
        BLOCK);
    user.active(BLOCK.slot());

    assertThat(user.toBytes()).isEqualTo(resting);
  }

  @Test
  void aFillIsBookedAsTheRealOne() {
    UserAccount user = UserAccount.read(resting);
    PerpPosition position = user.position(0).orElseThrow();

    position.trade(2_000_000_000L, -300_000_013L, 300_001L);

    PerpPosition real = UserAccount.read(filled).position(0).orElseThrow();
    assertThat(position.base()).isEqualTo(real.base());
    assertThat(position.quote()).isEqualTo(real.quote());
    assertThat(position.breakEven()).isEqualTo(real.breakEven());
    assertThat(position.entry()).isEqualTo(real.entry());
    assertThat(position.openBids()).isEqualTo(real.openBids());
  }

  @Test
  void aFilledMarketOrderLeavesItsSlotAsTheRealOneDoes() throws Exception {
    UserAccount user = UserAccount.read(resting);
    OrderParams market =
        new OrderParams(
            OrderParams.OrderType.MARKET,
            OrderParams.MarketType.PERP,
            OrderParams.Direction.LONG,
            0,
            2_000_000_000L,
            0,
            0,
            false,
            OrderParams.PostOnly.NONE,
            0,
            null,
            null,
            OrderParams.TriggerCondition.ABOVE,
            null,
            null,
            null,
            null);
    OrderSlot order = OrderPlacement.place(user, market, QUOTE, SOL, BLOCK).orElseThrow().order();

    new Fills(VenueSettings.DEFAULT).fill(user, order, QUOTE, new Accounts());

    byte[] ours = user.toBytes();
    assertThat(Arrays.copyOfRange(ours, 1192, 4272))
        .isEqualTo(Arrays.copyOfRange(filled, 1192, 4272));
    assertThat(Arrays.copyOfRange(ours, 4336, 4376))
        .isEqualTo(Arrays.copyOfRange(filled, 4336, 4376));
  }

  private static OrderParams limit(
      long base, long price, OrderParams.PostOnly postOnly, int userOrderId) {
    return new OrderParams(
        OrderParams.OrderType.LIMIT,
        OrderParams.MarketType.PERP,
        OrderParams.Direction.LONG,
        userOrderId,
        base,
        price,
        0,
        false,
        postOnly,
        0,
        null,
        null,
        OrderParams.TriggerCondition.ABOVE,
        null,
        null,
        null,
        null);
  }
}
