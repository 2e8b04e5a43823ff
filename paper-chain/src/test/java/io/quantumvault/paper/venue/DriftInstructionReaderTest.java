package io.quantumvault.paper.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.paper.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DriftInstructionReaderTest {

  static Stream<JsonNode> vectors() throws IOException {
    return Vectors.list(Vectors.read("drift_instructions.json").get("vectors")).stream();
  }

  private static byte[] data(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("dataHex").stringValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatTheSdkWrote(JsonNode vector) {
    JsonNode inputs = vector.get("inputs");

    DriftInstruction read = DriftInstructionReader.read(data(vector)).orElseThrow();

    assertThat(read.getClass().getSimpleName())
        .isEqualToIgnoringCase(vector.get("decodedName").stringValue());
    switch (read) {
      case DriftInstruction.PlacePerpOrder place -> same(place.params(), inputs.get("orderParams"));
      case DriftInstruction.PlaceAndTakePerpOrder take -> {
        same(take.params(), inputs.get("orderParams"));
        int success = inputs.path("successConditionEnum").intValue(0);
        int percent = inputs.path("auctionDurationPercentage").intValue(0);
        Integer expected = success == 0 ? null : percent << 8 | success;
        assertThat(take.success()).isEqualTo(expected);
      }
      case DriftInstruction.PlaceOrders place -> {
        assertThat(place.params()).hasSize(inputs.get("orderParamsVec").size());
        for (int i = 0; i < place.params().size(); i++) {
          same(place.params().get(i), inputs.at("/orderParamsVec/" + i));
        }
      }
      case DriftInstruction.CancelOrder cancel ->
          assertThat(cancel.orderId()).isEqualTo((int) inputs.get("orderId").longValue());
      case DriftInstruction.CancelOrders cancel -> {
        assertThat(name(cancel.marketType())).isEqualTo(variant(inputs.get("marketType")));
        assertThat(cancel.marketIndex()).isEqualTo(inputs.get("marketIndex").intValue());
        assertThat(name(cancel.direction())).isEqualTo(variant(inputs.get("direction")));
      }
      case DriftInstruction.CancelOrdersByIds cancel ->
          assertThat(cancel.orderIds())
              .isEqualTo(
                  Vectors.list(inputs.get("orderIds")).stream().map(JsonNode::intValue).toList());
      case DriftInstruction.CancelOrderByUserId cancel ->
          assertThat(cancel.userOrderId()).isEqualTo(inputs.get("userOrderId").intValue());
      case DriftInstruction.UpdateUserDelegate update ->
          assertThat(update.delegate()).hasToString(inputs.get("delegate").stringValue());
      case DriftInstruction.InitializeUser _,
          DriftInstruction.InitializeUserStats _,
          DriftInstruction.SettlePnl _ ->
          throw new AssertionError("no such vector");
    }
  }

  private static void same(OrderParams read, JsonNode expected) {
    assertThat(name(read.type())).isEqualTo(variant(expected.get("orderType")));
    assertThat(name(read.marketType())).isEqualTo(variant(expected.get("marketType")));
    assertThat(name(read.direction())).isEqualTo(variant(expected.get("direction")));
    assertThat(read.userOrderId()).isEqualTo(expected.get("userOrderId").intValue());
    assertThat(Long.toUnsignedString(read.baseAssetAmount()))
        .isEqualTo(expected.get("baseAssetAmount").stringValue());
    assertThat(Long.toUnsignedString(read.price())).isEqualTo(expected.get("price").stringValue());
    assertThat(read.marketIndex()).isEqualTo(expected.get("marketIndex").intValue());
    assertThat(read.reduceOnly()).isEqualTo(expected.get("reduceOnly").booleanValue());
    assertThat(name(read.postOnly())).isEqualTo(variant(expected.get("postOnly")));
    assertThat(read.bitFlags()).isEqualTo(expected.get("bitFlags").intValue());
    assertThat(text(read.maxTs())).isEqualTo(text(expected.get("maxTs")));
    assertThat(text(read.triggerPrice())).isEqualTo(text(expected.get("triggerPrice")));
    assertThat(name(read.triggerCondition())).isEqualTo(variant(expected.get("triggerCondition")));
    assertThat(text(read.oraclePriceOffset())).isEqualTo(text(expected.get("oraclePriceOffset")));
    assertThat(text(read.auctionDuration())).isEqualTo(text(expected.get("auctionDuration")));
    assertThat(text(read.auctionStartPrice())).isEqualTo(text(expected.get("auctionStartPrice")));
    assertThat(text(read.auctionEndPrice())).isEqualTo(text(expected.get("auctionEndPrice")));
  }

  private static Optional<String> text(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      return node.isNull() ? Optional.empty() : Optional.of(node.asString());
    }
    return Optional.ofNullable(value).map(Object::toString);
  }

  private static String name(@Nullable Enum<?> value) {
    return value == null ? "" : value.name().replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String variant(JsonNode node) {
    return node.isNull() ? "" : node.propertyNames().iterator().next().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refusesArgumentsThatEndEarly(JsonNode vector) {
    byte[] data = data(vector);
    for (int length = 8; length < data.length; length++) {
      byte[] cut = Arrays.copyOf(data, length);
      assertThatThrownBy(() -> DriftInstructionReader.read(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void knowsNoOtherInstruction() {
    assertThat(DriftInstructionReader.read(new byte[8])).isEmpty();
    assertThat(DriftInstructionReader.read(new byte[7])).isEmpty();
  }
}
