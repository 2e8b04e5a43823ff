package io.quantumvault.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.rules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The situations that the stage and the signer share, each as the stage decides it. */
class RulesTest {
  static Stream<Situation> situations() {
    try (var in =
        Objects.requireNonNull(RulesTest.class.getResourceAsStream("/rules/rules.json"))) {
      var file = JsonMapper.shared().readTree(in);
      return StreamSupport.stream(file.get("cases").spliterator(), false)
          .map(one -> new Situation(file.get("base"), one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void theStageRefusesWhatItIsToRefuse(Situation situation) {
    var decision = Decider.decide(situation.request());

    var reasons =
        switch (decision) {
          case Decision.Approved approved -> {
            assertThat(approved.refusedParts()).isEmpty();
            yield Stream.<Reason>of();
          }
          case Decision.Rejected rejected -> rejected.reasons().stream();
        };
    assertThat(reasons).containsExactlyElementsOf(situation.stage());
    assertThat(isExit(decision)).isEqualTo(situation.exit());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void noRuleRefusesWhatItDoesNotBind(Situation situation) {
    assertThat(situation.rules())
        .allMatch(Rule::inStage)
        .allMatch(rule -> rule.binds(situation.exit()));
  }

  /** A cancel takes nothing but chances, and goes where an exit goes. */
  private static boolean isExit(Decision decision) {
    return switch (decision) {
      case Decision.Approved approved ->
          approved.orders().stream()
              .allMatch(order -> order.exit() || order.action() == Action.CANCEL);
      case Decision.Rejected rejected -> rejected.exit();
    };
  }

  @Test
  void everySituationHasAName() {
    assertThat(situations().map(Situation::toString))
        .hasSizeGreaterThan(90)
        .doesNotHaveDuplicates();
  }
}
