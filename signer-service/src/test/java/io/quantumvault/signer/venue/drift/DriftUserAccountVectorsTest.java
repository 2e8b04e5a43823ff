package io.quantumvault.signer.venue.drift;

import static io.quantumvault.signer.TestVectors.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.signer.TestVectors;
import io.quantumvault.signer.venue.VenueUnreadableException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DriftUserAccountVectorsTest {
  static Stream<JsonNode> snapshots() {
    return list(TestVectors.read("drift_user_accounts.json").get("snapshots")).stream();
  }

  private static byte[] data(JsonNode snapshot) {
    return Base64.getDecoder().decode(snapshot.get("dataBase64").asString());
  }

  static UserAccount read(byte[] data) throws VenueUnreadableException {
    return UserAccount.read(AccountBytes.of(data, Discriminator.USER, UserAccount.SIZE));
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void readsWhatTheProgramWrote(JsonNode snapshot) throws Exception {
    var user = read(data(snapshot));
    var decoded = snapshot.get("decoded");
    assertThat(user.authority()).hasToString(decoded.get("authority").asString());
    assertThat(user.delegate()).hasToString(decoded.get("delegate").asString());
    assertThat(user.nextOrderId()).isEqualTo(decoded.get("nextOrderId").asLong());
    assertThat(user.subAccount()).isEqualTo(decoded.get("subAccountId").asInt());
    assertThat(user.settledPerpPnl()).isEqualByComparingTo(quote(decoded.get("settledPerpPnl")));

    var perps = list(decoded.get("perpPositions"));
    assertThat(user.perpPositions()).hasSameSizeAs(perps);
    for (int i = 0; i < perps.size(); i++) {
      var want = perps.get(i);
      var is = user.perpPositions().get(i);
      assertThat(is.base()).isEqualByComparingTo(base(want.get("baseAssetAmount")));
      assertThat(is.quote()).isEqualByComparingTo(quote(want.get("quoteAssetAmount")));
      assertThat(is.quoteEntry()).isEqualByComparingTo(quote(want.get("quoteEntryAmount")));
      assertThat(is.quoteBreakEven()).isEqualByComparingTo(quote(want.get("quoteBreakEvenAmount")));
      assertThat(is.openBids()).isEqualByComparingTo(base(want.get("openBids")));
      assertThat(is.openAsks()).isEqualByComparingTo(base(want.get("openAsks")));
      assertThat(is.settledPnl()).isEqualByComparingTo(quote(want.get("settledPnl")));
      assertThat(is.marketIndex()).isEqualTo(want.get("marketIndex").asInt());
      assertThat(is.openOrders()).isEqualTo(want.get("openOrders").asInt());
    }
    var orders = list(decoded.get("orders"));
    assertThat(user.orders()).hasSameSizeAs(orders);
    for (int i = 0; i < orders.size(); i++) {
      var want = orders.get(i);
      var is = user.orders().get(i);
      assertThat(is.orderId()).isEqualTo(want.get("orderId").asLong());
      assertThat(is.price()).isEqualByComparingTo(quote(want.get("price")));
      assertThat(is.base()).isEqualByComparingTo(base(want.get("baseAssetAmount")));
      assertThat(is.filled()).isEqualByComparingTo(base(want.get("baseAssetAmountFilled")));
      assertThat(is.isLong()).isEqualTo(want.get("direction").has("long"));
      assertThat(is.perp()).isEqualTo(want.get("marketType").has("perp"));
      assertThat(is.reduceOnly()).isEqualTo(want.get("reduceOnly").asBoolean());
      assertThat(is.userOrderId()).isEqualTo(want.get("userOrderId").asInt());
      assertThat(is.marketIndex()).isEqualTo(want.get("marketIndex").asInt());
    }
    var spots = list(decoded.get("spotPositions"));
    assertThat(user.spotPositions()).hasSameSizeAs(spots);
    for (int i = 0; i < spots.size(); i++) {
      assertThat(user.spotPositions().get(i).scaledBalance())
          .isEqualTo(new java.math.BigInteger(spots.get(i).get("scaledBalance").asString()));
      assertThat(user.spotPositions().get(i).marketIndex())
          .isEqualTo(spots.get(i).get("marketIndex").asInt());
      assertThat(user.spotPositions().get(i).borrow())
          .isEqualTo(spots.get(i).get("balanceType").has("borrow"));
    }
  }

  @Test
  void anotherSizeOrDiscriminatorIsUnreadable() {
    byte[] data = data(snapshots().findFirst().orElseThrow());
    assertThatThrownBy(() -> read(Arrays.copyOf(data, data.length + 8)))
        .isInstanceOf(VenueUnreadableException.class);
    byte[] other = data.clone();
    other[0] ^= 1;
    assertThatThrownBy(() -> read(other)).isInstanceOf(VenueUnreadableException.class);
  }

  @Test
  void sharesAndIsolatedCollateralAreUnreadable() {
    for (int at : new int[] {424 + 64, 424 + 72}) {
      byte[] data = data(snapshots().findFirst().orElseThrow()).clone();
      data[at] = 1;
      assertThatThrownBy(() -> read(data)).isInstanceOf(VenueUnreadableException.class);
    }
  }

  private static BigDecimal base(JsonNode n) {
    return new BigDecimal(n.asString()).movePointLeft(9);
  }

  private static BigDecimal quote(JsonNode n) {
    return new BigDecimal(n.asString()).movePointLeft(6);
  }
}
