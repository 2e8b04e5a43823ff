package io.quantumvault.signer.venue.drift;

import static io.quantumvault.signer.TestVectors.hex;
import static io.quantumvault.signer.TestVectors.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.TestVectors;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.drift.UserAccount.PerpPosition;
import io.quantumvault.signer.venue.drift.UserAccount.SpotPosition;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DriftInstructionVectorsTest {
  private static final Set<String> OURS =
      Set.of("place_perp_order", "place_and_take_perp_order", "cancel_orders_by_ids");

  private final DriftAddresses addresses = DriftAddresses.V2;
  private final DriftInstructions build = new DriftInstructions(addresses);

  static Stream<JsonNode> vectors() {
    return list(TestVectors.read("drift_instructions.json").get("vectors")).stream()
        .filter(v -> OURS.contains(v.get("instruction").asString()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void accountsAndDataAreTheSame(JsonNode vector) {
    var inputs = vector.get("inputs");
    var user = user(inputs);
    var bot = bot(inputs);
    var built =
        switch (vector.get("instruction").asString()) {
          case "place_perp_order" -> {
            var params = params(inputs.get("orderParams"));
            yield build.placePerpOrder(
                bot, params, RemainingAccounts.reading(user, market(params.marketIndex())));
          }
          case "place_and_take_perp_order" -> {
            var params = params(inputs.get("orderParams"));
            yield build.placeAndTakePerpOrder(
                bot, params, RemainingAccounts.taking(user, market(params.marketIndex())));
          }
          default -> build.cancelOrders(bot, orderIds(inputs), List.of());
        };
    assertThat(built.accounts()).isEqualTo(accounts(vector));
    if (inputs.has("successConditionEnum")) {
      // The signer never asks for a success condition; the parameters before it are the same.
      byte[] want = hex(vector.get("dataHex"));
      assertThat(built.data()).startsWith(java.util.Arrays.copyOf(want, want.length - 5));
    } else {
      assertThat(built)
          .isEqualTo(
              new Instruction(
                  DriftAddresses.PROGRAM, accounts(vector), hex(vector.get("dataHex"))));
    }
  }

  private static List<Long> orderIds(JsonNode inputs) {
    return list(inputs.get("orderIds")).stream().map(JsonNode::asLong).toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void orderParametersAreReadBack(JsonNode vector) {
    var inputs = vector.get("inputs");
    if (!inputs.has("orderParams")) {
      assertThat(vector.get("instruction").asString()).isEqualTo("cancel_orders_by_ids");
      return;
    }
    var in = ByteBuffer.wrap(hex(vector.get("dataHex"))).order(ByteOrder.LITTLE_ENDIAN).position(8);
    assertThat(OrderParams.read(in)).contains(params(inputs.get("orderParams")));
  }

  @Test
  void addressesAreDerivedAlike() {
    var pdas = TestVectors.read("drift_instructions.json").get("pdas").get(0);
    for (var kind :
        List.of("perpMarkets", "spotMarkets", "pythLazerOracles", "users", "userStats")) {
      assertThat(list(pdas.get(kind))).as(kind).isNotEmpty();
    }
    assertThat(addresses.state()).hasToString(pdas.get("state").get("pda").asString());
    for (var m : list(pdas.get("perpMarkets"))) {
      assertThat(addresses.perpMarket(m.get("i").asInt())).hasToString(m.get("pda").asString());
    }
    for (var m : list(pdas.get("spotMarkets"))) {
      assertThat(addresses.spotMarket(m.get("i").asInt())).hasToString(m.get("pda").asString());
    }
    for (var o : list(pdas.get("pythLazerOracles"))) {
      assertThat(addresses.pythLazerOracle(o.get("id").asInt()))
          .hasToString(o.get("pda").asString());
    }
    for (var u : list(pdas.get("users"))) {
      var authority = Address.of(u.get("authority").asString());
      assertThat(addresses.user(authority, u.get("sub").asInt()))
          .hasToString(u.get("pda").asString());
    }
    for (var u : list(pdas.get("userStats"))) {
      var authority = Address.of(u.get("authority").asString());
      assertThat(addresses.userStats(authority)).hasToString(u.get("pda").asString());
    }
  }

  private static DriftMarkets.Listed market(int index) {
    return DriftMarkets.perp(index).orElseThrow();
  }

  private static BotAccount bot(JsonNode inputs) {
    var authority = Address.of(inputs.get("authority").asString());
    int sub = inputs.get("subAccountId").asInt();
    return new BotAccount(
        Address.of(inputs.get("signer").asString()),
        authority,
        DriftAddresses.V2.user(authority, sub));
  }

  private static UserAccount user(JsonNode inputs) {
    var authority = Address.of(inputs.get("authority").asString());
    List<SpotPosition> spots =
        list(inputs.get("openSpot")).stream()
            .map(s -> new SpotPosition(BigInteger.ONE, s.asInt(), false, 0))
            .toList();
    var zero = BigDecimal.ZERO;
    List<PerpPosition> perps =
        list(inputs.get("openPositions")).stream()
            .map(p ->
                new PerpPosition(
                    new BigDecimal(p.get("baseAssetAmount").asString()),
                    zero,
                    zero,
                    zero,
                    zero,
                    zero,
                    zero,
                    p.get("marketIndex").asInt(),
                    p.get("openOrders").asInt()))
            .toList();
    return new UserAccount(
        authority, authority, spots, perps, List.of(), 1, 0, zero, zero, zero, 0);
  }

  private static List<AccountMeta> accounts(JsonNode vector) {
    return list(vector.get("accounts")).stream()
        .map(a ->
            new AccountMeta(
                Address.of(a.get("pubkey").asString()),
                a.get("isSigner").asBoolean(),
                a.get("isWritable").asBoolean()))
        .toList();
  }

  static OrderParams params(JsonNode p) {
    return new OrderParams(
        index(p, "orderType", "market", "limit", "triggerMarket", "triggerLimit", "oracle"),
        index(p, "marketType", "spot", "perp"),
        index(p, "direction", "long", "short"),
        p.get("userOrderId").asInt(),
        Long.parseUnsignedLong(p.get("baseAssetAmount").asString()),
        Long.parseUnsignedLong(p.get("price").asString()),
        p.get("marketIndex").asInt(),
        p.get("reduceOnly").asBoolean(),
        index(p, "postOnly", "none", "mustPostOnly", "tryPostOnly", "slide"),
        p.get("bitFlags").asInt(),
        number(p, "maxTs"),
        number(p, "triggerPrice"),
        index(p, "triggerCondition", "above", "below", "triggeredAbove", "triggeredBelow"),
        small(p, "oraclePriceOffset"),
        small(p, "auctionDuration"),
        number(p, "auctionStartPrice"),
        number(p, "auctionEndPrice"));
  }

  private static int index(JsonNode p, String field, String... names) {
    Iterator<String> found = p.get(field).propertyNames().iterator();
    return List.of(names).indexOf(found.next());
  }

  private static @Nullable Long number(JsonNode p, String field) {
    return p.get(field).isNull() ? null : Long.valueOf(p.get(field).asString());
  }

  private static @Nullable Integer small(JsonNode p, String field) {
    return p.get(field).isNull() ? null : Integer.valueOf(p.get(field).asString());
  }
}
