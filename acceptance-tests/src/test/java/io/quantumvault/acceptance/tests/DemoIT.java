package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Qv;
import io.quantumvault.owner.Owner;
import io.quantumvault.owner.PolicyDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the README shows first. */
class DemoIT {
  private static final Pattern REPLAY = Pattern.compile("qv policy replay --bot ([0-9a-f-]{36})");
  private static final String SAME = "%d of %d alerts decided the same again, 0 different";

  private static final String ANY_ADDRESS = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";

  /** How a shell says that signal 15, which {@code down} sends, ended a program. */
  private static final int TERMINATED = 128 + 15;

  /** Of nine alerts that get past the door; a tenth is refused there. */
  private static final int DECIDED = 9;

  @Test
  void theDemoEndsAsItShouldOnAnEmptyFolderAndAgainOnItsOwnData() throws Exception {
    Installation folder = Installation.empty();
    try {
      var result = Qv.run("demo", "--once", "--free-ports", "--data", folder.data().toString());
      assertThat(result.exit()).as("%s", result).isZero();
      asExpected(result.out());
      assertThat(folder.processes()).as("nothing stays behind").isEmpty();

      // The second run stays up, so that what both decided can be decided again.
      var staying = Qv.here().start("demo", "--free-ports", "--data", folder.data().toString());
      String told = staying.until("The system stays up");
      asExpected(told);
      for (String bot : List.of(bot(result.out()), bot(told))) {
        decidesAllAgain(folder, bot);
      }
      triesAnotherPolicy(folder, bot(told));
      folder.down();
      assertThat(staying.end().exit()).as("ended by a signal").isEqualTo(TERMINATED);
      assertThat(folder.processes()).as("nothing stays behind").isEmpty();
    } finally {
      folder.discard();
    }
  }

  private static void asExpected(String told) {
    assertThat(told)
        .contains("INTACT")
        .contains("confirmed in slot")
        .doesNotContain("NOT AS EXPECTED");
  }

  private static String bot(String told) {
    Matcher named = REPLAY.matcher(told);
    assertThat(named.find()).as(told).isTrue();
    return named.group(1);
  }

  private static void decidesAllAgain(Installation folder, String bot) throws Exception {
    var again = folder.run("policy", "replay", "--bot", bot);
    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(again.out())
        .contains(SAME.formatted(DECIDED, DECIDED) + ", 0 without a decision yet")
        .contains("DUPLICATE_CONTENT", "MARKET_NOT_ALLOWED", "ORDER_TOO_LARGE")
        .contains("refused at the door before any policy was asked: 1");
  }

  /** As if the owner had allowed ETH, and no order above 200 USD. */
  private static void triesAnotherPolicy(Installation folder, String bot) throws Exception {
    Path draft = folder.data().resolve("draft.json");
    var policy =
        PolicyDraft.of(
            new Owner.Bot(bot, ANY_ADDRESS, ANY_ADDRESS, 0),
            Map.of(
                "maxOrderNotionalUsd", "200", "allowedMarkets", List.of("ETH-PERP", "SOL-PERP")));
    Files.write(draft, JsonMapper.shared().writeValueAsBytes(policy));
    var tried = folder.run("policy", "replay", "--bot", bot, "--policy", draft.toString());
    assertThat(tried.exit()).as("%s", tried).isZero();
    assertThat(tried.out())
        .containsPattern("buy 2 SOL-PERP +buy 2 +ORDER_TOO_LARGE")
        .containsPattern("buy 0.004 BTC-PERP +buy 0.004 +MARKET_NOT_ALLOWED")
        .containsPattern("close SOL-PERP +close all reduce-only +the same")
        .containsPattern("MARKET_NOT_ALLOWED +1  1")
        .contains("would have been decided otherwise");
    Files.writeString(draft, "{}");
    var wrong = folder.run("policy", "replay", "--bot", bot, "--policy", draft.toString());
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("qv: ").contains("is no policy");
  }
}
