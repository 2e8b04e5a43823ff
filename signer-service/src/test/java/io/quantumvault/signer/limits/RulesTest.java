package io.quantumvault.signer.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.rules.Rule;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.GrantEvidence.Verdict.Unproven;
import io.quantumvault.signer.limits.LedgerView.Unfinished;
import io.quantumvault.signer.limits.LimitCheck.Verdict;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.limits.Standing.Stop;
import io.quantumvault.signer.marks.BotMark;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAccount.Position;
import io.quantumvault.signer.venue.VenueAccount.RestingOrder;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The signer's half of the shared table of rules: every situation of rules.json through the gates
 * in their order, as intents that the stage would write.
 */
class RulesTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final JsonNode FILE = file();
  private static final Instant NOW = Instant.parse(FILE.get("base").get("now").asString());
  private static final UUID ID = new UUID(1, 2);
  private static final String ADDRESS = "11111111111111111111111111111111";

  private static JsonNode file() {
    try (InputStream in = RulesTest.class.getResourceAsStream("/rules/rules.json")) {
      return JSON.readTree(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A situation, with what its file leaves out taken from the base. */
  record Case(
      String name,
      ObjectNode policy,
      ObjectNode given,
      ObjectNode order,
      boolean exit,
      List<Rule> signer) {
    static Case of(JsonNode node) {
      return new Case(
          node.get("name").asString(),
          merged("policy", node),
          merged("given", node),
          merged("order", node),
          node.get("exit").asBoolean(),
          StreamSupport.stream(node.get("signer").spliterator(), false)
              .map(rule -> Rule.valueOf(rule.asString()))
              .toList());
    }

    private static ObjectNode merged(String part, JsonNode node) {
      var all = (ObjectNode) FILE.get("base").get(part).deepCopy();
      if (node.has(part)) {
        all.setAll((ObjectNode) node.get(part));
      }
      return all;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return StreamSupport.stream(FILE.get("cases").spliterator(), false).map(Case::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSignerRefusesWhatTheTableSays(Case situation) {
    var refusal = refusal(situation);
    assertThat(refusal.map(Refusal::reason).flatMap(RefusalReason::rule))
        .as(refusal.toString())
        .isEqualTo(situation.signer().stream().findFirst());
    assertThat(refusal.isPresent()).isEqualTo(!situation.signer().isEmpty());
    situation
        .signer()
        .forEach(rule -> {
          assertThat(rule.inSigner()).isTrue();
          assertThat(rule.binds(situation.exit())).isTrue();
        });
  }

  /** What is not asked of the table at each gate must stand in it as binding everything. */
  @Test
  void whatForbidsEverythingBindsExitsToo() {
    for (var rule :
        List.of(
            Rule.UNKNOWN_BOT,
            Rule.GLOBAL_FREEZE,
            Rule.FROZEN,
            Rule.NOT_ENABLED,
            Rule.GRANT_EXPIRED,
            Rule.POLICY_UNSIGNED,
            Rule.STALE,
            Rule.NOTHING_TO_CLOSE)) {
      assertThat(rule.inSigner() && rule.binds(true)).as(rule.name()).isTrue();
    }
  }

  @Test
  void everyRuleOfTheSignerHasAReasonAndASituation() {
    var named =
        Stream.of(RefusalReason.values()).flatMap(reason -> reason.rule().stream()).toList();
    var tried = cases().flatMap(situation -> situation.signer().stream()).toList();
    for (var rule : Rule.values()) {
      assertThat(named.contains(rule)).as(rule.name()).isEqualTo(rule.inSigner());
      if (rule.inSigner() && !ELSEWHERE.contains(rule)) {
        assertThat(tried).contains(rule);
      }
    }
  }

  /** Their situations need fields that an alert has no word for; they are in LimitCheckTest. */
  private static final Set<Rule> ELSEWHERE =
      Set.of(Rule.POSITION_DIFFERS, Rule.PROTECTION_UNSUPPORTED);

  private static Optional<Refusal> refusal(Case situation) {
    var intent = intent(situation);
    if (!NOW.isBefore(intent.deadline())) {
      return Optional.of(new Refusal(RefusalReason.DEADLINE_PASSED, ""));
    }
    var policy = policy(situation);
    var grant = grant(situation, policy);
    var stood = stood(situation, intent, grant);
    if (stood.isPresent()) {
      return stood;
    }
    if (situation.given().path("policyUnsigned").asBoolean()) {
      return evidence(grant);
    }
    return LimitCheck.check(facts(situation, intent, policy, grant))
            instanceof Verdict.Exceeds(var refusal)
        ? Optional.of(refusal)
        : Optional.empty();
  }

  private static Optional<Refusal> stood(Case situation, Intent intent, GrantMaterial grant) {
    var given = situation.given();
    var stops = new ArrayList<Stop>();
    if (given.path("frozen").asBoolean()) {
      stops.add(new Stop(ID, null, 3, null, null, null));
    }
    var material =
        new Material(
            ADDRESS,
            new byte[32],
            ADDRESS,
            new byte[32],
            new byte[32],
            Material.SERVER_SIDE,
            "localnet",
            1,
            new byte[1],
            ID,
            "paper",
            ADDRESS,
            ADDRESS,
            given.path("grantEnded").asBoolean() ? null : grant);
    var standing =
        new Standing(
            given.path("unknownBot").asBoolean() ? null : material,
            stops,
            given.path("globallyFrozen").asBoolean(),
            0,
            true,
            0);
    var mark =
        new Mark(
            new StandingMark(
                ADDRESS,
                1,
                1,
                Map.of(ID, new BotMark(1, null, Map.of(), null)),
                Map.of(),
                Set.of(),
                null,
                null),
            new HotMark(0, 0));
    return new StandingCheck(new ResumeEvidence(Set.of()), new PlatformMark())
        .refusal(intent, standing, mark, NOW);
  }

  /** A text that does not say what the policy says: as a policy nobody signed has it. */
  private static Optional<Refusal> evidence(GrantMaterial grant) {
    var material =
        new Material(
            ADDRESS,
            new byte[32],
            ADDRESS,
            new byte[32],
            new byte[32],
            Material.SERVER_SIDE,
            "localnet",
            1,
            new byte[1],
            ID,
            "paper",
            ADDRESS,
            ADDRESS,
            grant);
    return new GrantEvidence(Set.of("localhost"), "localnet").check(material, grant)
            instanceof Unproven(var refusal)
        ? Optional.of(refusal)
        : Optional.empty();
  }

  private static GrantMaterial grant(Case situation, PolicyDocument policy) {
    var given = situation.given();
    Instant expiresAt =
        given.has("minutesAfterExpiry")
            ? NOW.minus(Duration.ofMinutes(given.get("minutesAfterExpiry").asInt()))
            : NOW.plusSeconds(3600);
    return new GrantMaterial(
        ID,
        1,
        policy.bytes(),
        policy.sha256(),
        new byte[32],
        new byte[1],
        "localhost wants you to sign in".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        new byte[64],
        NOW.minus(Duration.ofHours(25)),
        expiresAt);
  }

  private static PolicyDocument policy(Case situation) {
    var json = situation.policy().deepCopy();
    json.put("schemaVersion", "1");
    json.put("botId", ID.toString());
    json.put("agentWallet", ADDRESS);
    json.put("cluster", "localnet");
    json.put("venue", "paper");
    json.put("tradingAccount", ADDRESS);
    json.put("maxPriorityFeeLamports", "1000000");
    try {
      return PolicyDocument.parse(JSON.writeValueAsBytes(json));
    } catch (PolicyFormatException e) {
      throw new IllegalStateException(situation + ": " + e.getMessage(), e);
    }
  }

  /** As the stage writes it: it marks what it takes for an exit, and cuts nothing. */
  private static Intent intent(Case situation) {
    var order = situation.order();
    var given = situation.given();
    String action = order.get("action").asString();
    boolean close = action.equals("close");
    boolean cancel = action.equals("cancel");
    boolean limit = order.get("type").asString().equals("limit");
    boolean exit = situation.exit() && !cancel;
    int slippage = order.has("slippageBps") ? order.get("slippageBps").asInt() : 50;
    return new Intent(
        ID,
        ID,
        "",
        "",
        Intent.Origin.SIGNAL,
        Intent.Part.WHOLE,
        0,
        null,
        ID,
        ADDRESS,
        ADDRESS,
        ID,
        1,
        policy(situation).sha256(),
        order.get("market").asString(),
        cancel ? Intent.Kind.CANCEL : limit ? Intent.Kind.LIMIT : Intent.Kind.MARKET,
        close || cancel ? null : action.equals("buy") ? Side.BUY : Side.SELL,
        order.has("size") ? decimal(order.get("size")) : null,
        limit ? decimal(order.get("price")) : null,
        exit,
        exit,
        close && !order.has("size"),
        close || cancel,
        null,
        false,
        false,
        slippage,
        NOW.minusSeconds(given.get("alertAgeSeconds").asInt()).plusSeconds(60),
        new byte[0]);
  }

  private static LimitCheck.Facts facts(
      Case situation, Intent intent, PolicyDocument policy, GrantMaterial grant) {
    var given = situation.given();
    return new LimitCheck.Facts(
        intent,
        policy,
        account(given),
        given.get("feeLamports").asLong(),
        ledger(given),
        new DayOpening(
            LocalDate.of(2026, 9, 21),
            decimal(given.get("equityUsd")).add(decimal(given.get("dayLossUsd"))),
            BigDecimal.ZERO,
            BigDecimal.ZERO),
        given.path("reduceOnly").asBoolean() ? Level.REDUCE_ONLY : Level.NONE,
        false,
        Duration.ofSeconds(10),
        grant.expiresAt(),
        grant.exitsUntil(),
        NOW);
  }

  private static LedgerView ledger(JsonNode given) {
    var unfinished =
        StreamSupport.stream(given.get("inFlight").spliterator(), false)
            .map(order ->
                new Unfinished(
                    "SOL-PERP",
                    decimal(order.get("size")).multiply(BigDecimal.valueOf(side(order).sign())),
                    false,
                    false))
            .toList();
    @Nullable Instant lastEntryAt =
        given.has("lastEntrySecondsAgo")
            ? NOW.minusSeconds(given.get("lastEntrySecondsAgo").asInt())
            : null;
    return new LedgerView(
        0,
        0,
        given.get("ordersLastMinute").asInt(),
        given.get("ordersToday").asInt(),
        given.get("exitsLastMinute").asInt(),
        lastEntryAt,
        given.get("entriesOfPosition").asInt(),
        given.path("outcomeUnknown").asBoolean() ? 1 : 0,
        unfinished);
  }

  private static VenueAccount account(JsonNode given) {
    var position = decimal(given.get("position"));
    // The signer has its own reading; a stage without a price says nothing of the signer's.
    var price = given.get("price").isNull() ? new BigDecimal("150") : decimal(given.get("price"));
    var resting = new ArrayList<RestingOrder>();
    for (var order : given.get("openOrders")) {
      resting.add(
          new RestingOrder(
              "SOL-PERP",
              resting.size() + 1L,
              side(order),
              decimal(order.get("size")),
              order.has("price") ? decimal(order.get("price")) : decimal(order.get("trigger")),
              order.path("reduceOnly").asBoolean()));
    }
    return new VenueAccount(
        1000,
        decimal(given.get("equityUsd")),
        Map.of("SOL-PERP", new Position(position, BigDecimal.ZERO, BigDecimal.ZERO)),
        resting,
        Map.of(
            "SOL-PERP",
            new Market(
                "SOL-PERP",
                price,
                NOW.minusSeconds(given.get("priceAgeSeconds").asInt()),
                decimal(given.get("step")),
                decimal(given.get("step")),
                new BigDecimal("0.0001"))),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        new VenueAccount.Detail() {});
  }

  private static Side side(JsonNode order) {
    return order.get("side").asString().equals("buy") ? Side.BUY : Side.SELL;
  }

  private static BigDecimal decimal(JsonNode text) {
    return new BigDecimal(text.asString());
  }
}
