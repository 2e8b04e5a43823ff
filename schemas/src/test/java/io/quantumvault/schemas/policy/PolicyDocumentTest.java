package io.quantumvault.schemas.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static final String CANONICAL =
      "{\"agentWallet\":\"GMrRMZzeCg8kGPAXqrFabg2wDA5VcD4QBQgG8siXR4QT\",\"allowedMarkets\":[\"BTC-PERP\",\"SOL-PERP\"],"
          + "\"allowedOrderTypes\":[\"MARKET\"],\"botId\":\"0190a0b0-0000-7000-8000-000000000001\",\"cluster\":\"localnet\","
          + "\"dailyLossLimitUsd\":\"100\",\"exitMinutes\":\"60\",\"exitSlippageBps\":\"200\",\"maxLeverage\":\"3\",\"maxOpenOrders\":\"5\",\"maxOrderNotionalUsd\":\"500\","
          + "\"maxOrdersPerDay\":\"200\",\"maxOrdersPerMinute\":\"10\",\"maxPositionNotionalUsd\":\"1000.5\","
          + "\"maxPriorityFeeLamports\":\"100000\",\"maxSlippageBps\":\"50\",\"minFeeBalanceLamports\":\"50000000\","
          + "\"positionMode\":\"never-beyond\",\"requireStopLoss\":false,\"schemaVersion\":\"1\",\"tradingAccount\":\"8UJgxaiQx5nTrdDgph5FiahMmzduuLTLf5WmsPegYA6W\",\"venue\":\"drift-v2\"}";

  @Test
  void hasOneByteForm() throws Exception {
    var policy = Policies.example();
    assertThat(new String(policy.bytes(), UTF_8)).isEqualTo(CANONICAL);
    assertThat(PolicyDocument.parseCanonical(policy.bytes())).isEqualTo(policy);
    assertThatThrownBy(() -> PolicyDocument.parseCanonical(Policies.JSON.getBytes(UTF_8)))
        .isInstanceOf(PolicyFormatException.class)
        .hasMessageContaining("canonical");
  }

  @Test
  void namesEveryProblemAtOnce() {
    var json =
        Policies.JSON
            .replace("\"maxLeverage\":\"3\"", "\"maxLeverage\":\"-3\"")
            .replace("\"maxOpenOrders\":\"5\",", "")
            .replace("\"localnet\"", "\"moonnet\"")
            .replace("{\"schemaVersion\"", "{\"maxFun\":\"1\",\"schemaVersion\"");
    var e =
        catchThrowableOfType(
            PolicyFormatException.class, () -> PolicyDocument.parse(json.getBytes(UTF_8)));
    assertThat(e.problems())
        .hasSize(4)
        .anyMatch(p -> p.startsWith("maxLeverage must be"))
        .anyMatch(p -> p.equals("maxOpenOrders is missing"))
        .anyMatch(p -> p.startsWith("cluster must be one of"))
        .anyMatch(p -> p.equals("maxFun is not a field of a policy"));
  }

  @Test
  void refusesARepeatedField() {
    refuses(
        Policies.JSON.replace(
            "\"maxLeverage\":\"3\"", "\"maxLeverage\":\"3\",\"maxLeverage\":\"30\""));
  }

  @Test
  void refusesNumbersThatAreNotStrings() {
    refuses(Policies.JSON.replace("\"maxLeverage\":\"3\"", "\"maxLeverage\":3"));
  }

  @Test
  void refusesZeroAndExponents() {
    refuses(Policies.JSON.replace("\"maxLeverage\":\"3\"", "\"maxLeverage\":\"0\""));
    refuses(Policies.JSON.replace("\"maxLeverage\":\"3\"", "\"maxLeverage\":\"3e2\""));
  }

  @Test
  void readsTradingHours() throws Exception {
    var json =
        Policies.JSON.replace(
            "\"maxLeverage\"",
            "\"tradingHours\":{\"days\":[\"TUESDAY\",\"MONDAY\"],\"from\":\"08:00\",\"to\":\"17:30\"},\"maxLeverage\"");
    var policy = PolicyDocument.parse(json.getBytes(UTF_8));
    var hours = java.util.Objects.requireNonNull(policy.tradingHours());
    assertThat(hours.text()).isEqualTo("MONDAY, TUESDAY 08:00-17:30 UTC");
    assertThat(hours.contains(Instant.parse("2026-11-16T08:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-11-16T17:30:00Z"))).isFalse();
    assertThat(hours.contains(Instant.parse("2026-11-18T09:00:00Z"))).isFalse();
    assertThat(PolicyDocument.parseCanonical(policy.bytes())).isEqualTo(policy);
  }

  @Test
  void tradingHoursMayCrossMidnight() throws Exception {
    var policy =
        with("\"tradingHours\":{\"days\":[\"FRIDAY\"],\"from\":\"22:00\",\"to\":\"02:00\"}");
    var hours = java.util.Objects.requireNonNull(policy.tradingHours());
    assertThat(hours.contains(Instant.parse("2026-11-20T21:59:59Z"))).isFalse();
    assertThat(hours.contains(Instant.parse("2026-11-20T22:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-11-21T01:59:59Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-11-21T02:00:00Z"))).isFalse();
    assertThat(hours.contains(Instant.parse("2026-11-20T01:00:00Z"))).isFalse();
    assertThat(hours.contains(Instant.parse("2026-11-21T22:00:00Z"))).isFalse();
    assertThat(PolicyDocument.parseCanonical(policy.bytes())).isEqualTo(policy);
  }

  @Test
  void whatADraftLeavesOutStandsInTheBytes() throws Exception {
    var policy =
        PolicyDocument.parse(
            Policies.JSON
                .replace("\"maxSlippageBps\":\"50\",", "")
                .replace("\"minFeeBalanceLamports\":\"50000000\",", "")
                .getBytes(UTF_8));
    assertThat(new String(policy.bytes(), UTF_8)).isEqualTo(CANONICAL);
  }

  @Test
  void readsHowEntriesAreRationedAndProtected() throws Exception {
    var policy =
        with(
            "\"requireStopLoss\":true,\"maxStopDistanceBps\":\"250\",\"cooldownSeconds\":\"30\","
                + "\"maxEntriesPerPosition\":\"3\",\"positionMode\":\"sync\",\"exitMinutes\":\"0\"");
    assertThat(policy.requireStopLoss()).isTrue();
    assertThat(policy.maxStopDistanceBps()).isEqualTo(250);
    assertThat(policy.cooldownSeconds()).isEqualTo(30);
    assertThat(policy.maxEntriesPerPosition()).isEqualTo(3);
    assertThat(policy.positionMode()).isEqualTo(PolicyDocument.PositionMode.SYNC);
    assertThat(policy.exitsFor()).isZero();
    assertThat(PolicyDocument.parseCanonical(policy.bytes())).isEqualTo(policy);
  }

  @Test
  void aStopIsRequiredTogetherWithItsDistance() {
    problem(adding("\"requireStopLoss\":true"), "stand together");
    problem(adding("\"maxStopDistanceBps\":\"250\""), "stand together");
    problem(
        adding("\"requireStopLoss\":\"true\",\"maxStopDistanceBps\":\"250\""), "without quotes");
    problem(adding("\"positionMode\":\"sometimes\""), "positionMode must be one of");
  }

  private static PolicyDocument with(String members) throws PolicyFormatException {
    return PolicyDocument.parse(adding(members).getBytes(UTF_8));
  }

  private static String adding(String members) {
    return Policies.JSON.replace("\"maxLeverage\"", members + ",\"maxLeverage\"");
  }

  @Test
  void neverFailsOtherThanByProblems() {
    long seed = System.nanoTime();
    System.out.println("PolicyDocumentTest seed " + seed);
    var random = new Random(seed);
    byte[] original = Policies.JSON.getBytes(UTF_8);
    for (int i = 0; i < 5000; i++) {
      byte[] mutated = original.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        var policy = PolicyDocument.parse(mutated);
        assertThat(PolicyDocument.parseCanonical(policy.bytes()))
            .as("seed %d round %d", seed, i)
            .isEqualTo(policy);
      } catch (PolicyFormatException e) {
        assertThat(e.problems()).as("seed %d round %d", seed, i).isNotEmpty();
      }
    }
  }

  private static void refuses(String json) {
    assertThatThrownBy(() -> PolicyDocument.parse(json.getBytes(UTF_8)))
        .isInstanceOf(PolicyFormatException.class);
  }

  @Test
  void everyWholeNumberHasItsRange() {
    for (var range :
        Map.of(
                "maxSlippageBps", "1 to 1000",
                "exitSlippageBps", "1 to 1000",
                "exitMinutes", "0 to 1440",
                "maxStopDistanceBps", "1 to 5000",
                "cooldownSeconds", "1 to 86400",
                "maxEntriesPerPosition", "1 to 1000",
                "maxOrdersPerMinute", "1 to 1000",
                "maxOrdersPerDay", "1 to 100000",
                "maxOpenOrders", "1 to 32")
            .entrySet()) {
      String[] ends = range.getValue().split(" to ");
      String below = Long.toString(Long.parseLong(ends[0]) - 1);
      String above = Long.toString(Long.parseLong(ends[1]) + 1);
      for (String outside : List.of(below, above)) {
        String field = "\"" + range.getKey() + "\":\"" + outside + "\"";
        problem(
            Policies.JSON.contains(range.getKey())
                ? Policies.JSON.replaceFirst("\"" + range.getKey() + "\":\"[0-9]+\"", field)
                : adding(field),
            outside.startsWith("-")
                ? range.getKey() + " must be a whole number"
                : range.getKey() + " must be from " + range.getValue());
      }
    }
  }

  @Test
  void refusesWhatFollowsAndWhatIsTooLong() {
    problem(Policies.JSON + "{}", "something follows");
    problem(Policies.JSON + " ".repeat(16 * 1024), "a policy has at most");
  }

  private static void problem(String json, String part) {
    assertThatThrownBy(() -> PolicyDocument.parse(json.getBytes(UTF_8)))
        .isInstanceOf(PolicyFormatException.class)
        .hasMessageContaining(part);
  }
}
