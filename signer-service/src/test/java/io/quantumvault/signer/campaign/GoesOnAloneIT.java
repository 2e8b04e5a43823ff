package io.quantumvault.signer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.campaign.CampaignBot.Terms;
import io.quantumvault.signer.campaign.Happening.AwaitEnds;
import io.quantumvault.signer.campaign.Happening.Deliver;
import io.quantumvault.signer.campaign.Happening.Lands;
import io.quantumvault.signer.campaign.Happening.NodeHeals;
import io.quantumvault.signer.campaign.Happening.NodeTurns;
import io.quantumvault.signer.campaign.Happening.Pass;
import io.quantumvault.signer.campaign.ModelNode.Failing;
import io.quantumvault.signer.campaign.Plan.IntentSpec;
import io.quantumvault.signer.campaign.Plan.Item;
import io.quantumvault.signer.campaign.Plan.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs with a script of their own on the campaign's driven clock: what an endpoint or the chain did
 * for a while is over by itself, and no bot waits for a person.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GoesOnAloneIT {
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  /** As the policy stage sets it: an alert's time and 60 s. */
  private static final int DEADLINE_SECONDS = 60;

  private static final int SIZE_TENTHS = 20;
  private static final double NEVER = 1e12;
  private static final ModelNode.State GONE =
      new ModelNode.State(0, 0, true, false, 0, Failing.SILENT, 1);

  private static World world;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  private static Plan plan(List<Kind> intents, List<Item> script) {
    return new Plan(
        1,
        NOON,
        1,
        false,
        List.of(1),
        1,
        List.of(List.of(new Terms(3000, 100, 1000, Duration.ofHours(1)))),
        intents.stream()
            .map(kind -> new IntentSpec(0, 0, kind, SIZE_TENTHS, DEADLINE_SECONDS))
            .toList(),
        script);
  }

  /** So much time, in steps that let whoever waits see it pass. */
  private static List<Item> passing(Duration time, Duration step) {
    var items = new ArrayList<Item>();
    for (long i = 0; i < time.dividedBy(step); i++) {
      items.add(new Item(4, new Pass(step)));
    }
    return items;
  }

  /** Runs it, with the oracle; the rows of its one wallet in the order of their birth. */
  private static List<LedgerRow> rows(Plan plan) throws Exception {
    try (var run = new Run(world, plan)) {
      run.chain.failsOneIn(NEVER);
      assertThat(run.run()).isEmpty();
      assertThat(run.crew.size()).as("nobody had to start another worker").isEqualTo(1);
      return LedgerRow.ofWallet(world.control, run.wallets.getFirst().address());
    }
  }

  /** It goes before, while or after an entry is planned, signed, sent and seen to land. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 8, 10, 12, 15, 20, 30})
  void aBotTradesOnAfterItsOnlyEndpointWasGoneForFiveMinutes(int edges) throws Exception {
    var script = new ArrayList<Item>();
    script.add(new Item(0, new Deliver(0)));
    script.add(new Item(0, new AwaitEnds()));
    script.add(new Item(0, new Deliver(1)));
    script.add(new Item(edges, new NodeTurns(0, GONE)));
    script.add(new Item(0, new Deliver(2)));
    script.addAll(passing(Duration.ofMinutes(5), Duration.ofSeconds(2)));
    script.add(new Item(0, new NodeHeals(0)));
    script.add(new Item(0, new AwaitEnds()));
    script.add(new Item(0, new Deliver(3)));
    script.add(new Item(0, new AwaitEnds()));
    script.add(new Item(0, new Deliver(4)));

    var rows =
        rows(plan(List.of(Kind.ENTRY, Kind.ENTRY, Kind.EXIT, Kind.ENTRY, Kind.EXIT), script));

    assertThat(rows).hasSize(5);
    assertThat(rows.get(0).state()).isEqualTo("CONFIRMED");
    assertThat(rows.subList(3, 5))
        .as("after it is back")
        .extracting(LedgerRow::state)
        .containsOnly("CONFIRMED");
  }

  @Test
  void theCloseBehindAnEntryThatDoesNotLandIsOutWithinAMinuteOfItsAlert() throws Exception {
    var script = new ArrayList<Item>();
    script.add(new Item(0, new Deliver(0)));
    script.add(new Item(0, new AwaitEnds()));
    script.add(new Item(0, new Lands(NEVER)));
    script.add(new Item(0, new Deliver(1)));
    script.add(new Item(5, new Deliver(2)));
    // Longer than the entry's blockhash lives, shorter than its fate may take.
    script.addAll(passing(Duration.ofSeconds(36), Duration.ofSeconds(1)));
    script.add(new Item(0, new Lands(1)));
    script.addAll(passing(Duration.ofSeconds(30), Duration.ofMillis(500)));

    var rows = rows(plan(List.of(Kind.ENTRY, Kind.ENTRY, Kind.EXIT), script));

    assertThat(rows).hasSize(3);
    var entry = rows.get(1);
    var close = rows.get(2);
    assertThat(entry.state()).isEqualTo("EXPIRED");
    assertThat(close.reducing()).isTrue();
    assertThat(close.state()).as(close.reason()).isEqualTo("CONFIRMED");
    // The entry is signed after the alert of the close can have come at the earliest.
    assertThat(Duration.between(entry.createdAt(), close.createdAt()))
        .isLessThan(Duration.ofSeconds(DEADLINE_SECONDS));
  }
}
