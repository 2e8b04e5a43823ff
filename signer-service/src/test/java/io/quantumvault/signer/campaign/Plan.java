package io.quantumvault.signer.campaign;

import io.quantumvault.signer.campaign.CampaignBot.Terms;
import io.quantumvault.signer.campaign.Gate.Fall;
import io.quantumvault.signer.campaign.Gate.Trap;
import io.quantumvault.signer.campaign.Happening.Again;
import io.quantumvault.signer.campaign.Happening.Clash;
import io.quantumvault.signer.campaign.Happening.CutConnection;
import io.quantumvault.signer.campaign.Happening.DeleteStops;
import io.quantumvault.signer.campaign.Happening.Deliver;
import io.quantumvault.signer.campaign.Happening.Freeze;
import io.quantumvault.signer.campaign.Happening.Jump;
import io.quantumvault.signer.campaign.Happening.KafkaTrouble;
import io.quantumvault.signer.campaign.Happening.KmsAway;
import io.quantumvault.signer.campaign.Happening.Move;
import io.quantumvault.signer.campaign.Happening.NodeHeals;
import io.quantumvault.signer.campaign.Happening.NodeTurns;
import io.quantumvault.signer.campaign.Happening.Pass;
import io.quantumvault.signer.campaign.Happening.PutBack;
import io.quantumvault.signer.campaign.Happening.Restore;
import io.quantumvault.signer.campaign.Happening.Revoke;
import io.quantumvault.signer.campaign.Happening.SetTrap;
import io.quantumvault.signer.campaign.Happening.Stop;
import io.quantumvault.signer.campaign.Happening.Tell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Everything about a run that chance decides beforehand, all of it from the seed.
 *
 * @param split whether two workers begin with the wallets' partitions dealt out
 * @param landsOneIn one sending in so many lands
 */
record Plan(
    long seed,
    Instant start,
    int workers,
    boolean split,
    List<Integer> nodeLags,
    double landsOneIn,
    List<List<Terms>> wallets,
    List<IntentSpec> intents,
    List<Item> script) {

  /** What an intent asks for. */
  enum Kind {
    ENTRY,
    EXIT,
    SELL,
    CANCEL
  }

  record IntentSpec(int wallet, int bot, Kind kind, int sizeTenths, int deadlineSeconds) {}

  /** Happens when so many edges were passed since the last one, or nothing moves any more. */
  record Item(int afterEdges, Happening what) {}

  static Plan of(long seed) {
    return new Draw(seed).plan();
  }

  private static final class Draw {
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-02T23:59:40Z");

    private final long seed;
    private final Random random;
    private final List<List<Terms>> wallets = new ArrayList<>();
    private final List<IntentSpec> intents = new ArrayList<>();
    private final TreeMap<Integer, List<Happening>> at = new TreeMap<>();
    private final int workers;
    private final int nodes;

    Draw(long seed) {
      this.seed = seed;
      // Seeds in a row would begin alike.
      this.random = new Random(new SplittableRandom(seed).nextLong());
      this.workers = 1 + random.nextInt(2);
      this.nodes = 1 + random.nextInt(3);
    }

    Plan plan() {
      wallets();
      if (workers == 2 && random.nextInt(3) > 0) {
        clash(random.nextInt(wallets.size()));
      } else if (random.nextBoolean()) {
        behind(random.nextInt(wallets.size()));
      }
      int count = 5 + random.nextInt(21);
      for (int i = 0; i < count; i++) {
        deliver(i, random.nextInt(wallets.size()));
      }
      int stories = 2 + random.nextInt(8);
      for (int i = 0; i < stories; i++) {
        story(random.nextInt(count));
      }
      var script = new ArrayList<Item>();
      at.values()
          .forEach(some -> some.forEach(what -> script.add(new Item(random.nextInt(60), what))));
      return new Plan(
          seed,
          random.nextInt(6) == 0 ? MIDNIGHT : NOON,
          workers,
          random.nextBoolean(),
          random.ints(nodes, 0, 9).boxed().toList(),
          1 + random.nextInt(3),
          wallets,
          intents,
          script);
    }

    private void wallets() {
      int bots = 1 + random.nextInt(3);
      int owners = bots == 1 ? 1 : 1 + random.nextInt(2);
      for (int w = 0; w < owners; w++) {
        wallets.add(new ArrayList<>());
      }
      for (int b = 0; b < bots; b++) {
        wallets
            .get(b % owners)
            .add(
                new Terms(
                    1000 + 500 * random.nextInt(5),
                    3 + random.nextInt(8),
                    random.nextInt(4) == 0 ? 8 : 100,
                    random.nextInt(7) == 0
                        ? Duration.ofSeconds(10 + random.nextInt(110))
                        : Duration.ofHours(1)));
      }
    }

    private void deliver(int place, int wallet) {
      intents.add(
          new IntentSpec(
              wallet,
              random.nextInt(wallets.get(wallet).size()),
              kind(),
              20 + random.nextInt(46),
              random.nextInt(4) == 0 ? 2 + random.nextInt(20) : 30 + random.nextInt(570)));
      if (random.nextInt(3) == 0) {
        put(place, new Pass(Duration.ofSeconds(1 + random.nextInt(40))));
      }
      put(place, new Deliver(intents.size() - 1));
      if (random.nextInt(8) == 0) {
        put(place + random.nextInt(3), new Again(intents.size() - 1));
      }
    }

    private Kind kind() {
      int drawn = random.nextInt(10);
      return drawn < 7 ? Kind.ENTRY : drawn < 8 ? Kind.EXIT : drawn < 9 ? Kind.SELL : Kind.CANCEL;
    }

    private void put(int place, Happening what) {
      at.computeIfAbsent(place, p -> new ArrayList<>()).add(what);
    }

    private void story(int place) {
      int wallet = random.nextInt(wallets.size());
      int bot = random.nextInt(wallets.get(wallet).size());
      int later = place + 1 + random.nextInt(4);
      // After these not much trades any more.
      int halfWay = 3 + place / 2 + random.nextInt(4);
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3 -> put(place, new SetTrap(random.nextInt(workers), trap(Fall.KILL)));
        case 4, 5, 6 -> put(place, new SetTrap(random.nextInt(workers), trap(Fall.PAUSE)));
        case 7, 8, 9, 10 -> nodes(place, later);
        case 11 -> put(place, new KmsAway(1 + random.nextInt(20)));
        case 12, 13 ->
            put(
                place,
                new CutConnection(
                    random.nextInt(workers),
                    new GatedDatabase.Cut(written(), random.nextBoolean())));
        case 14 ->
            put(
                place,
                new KafkaTrouble(
                    random.nextBoolean()
                        ? KafkaModel.Trouble.LOST
                        : KafkaModel.Trouble.ANSWER_LOST));
        case 15 -> jump(place, later);
        case 16 -> put(place, new Move());
        case 17 -> ended(halfWay, halfWay + 1 + random.nextInt(3), wallet, bot);
        case 18 -> stopped(halfWay, halfWay + 1 + random.nextInt(3), wallet);
        default -> {
          if (random.nextInt(3) == 0) {
            put(place, new Restore(wallet, Duration.ofSeconds(5 + random.nextInt(300))));
          } else {
            put(place, new Pass(Duration.ofSeconds(1 + random.nextInt(90))));
          }
        }
      }
    }

    private Trap trap(Fall fall) {
      var edges =
          List.of(
              Edge.STAND,
              Edge.ACCOUNTS,
              Edge.BLOCKHASH,
              Edge.UNWRAP,
              Edge.LOCK,
              Edge.SIGN,
              Edge.COMMIT,
              Edge.MARK,
              Edge.SEND,
              Edge.STEP,
              Edge.STATUS,
              Edge.REFUSE);
      var edge = edges.get(random.nextInt(edges.size()));
      // What has left cannot stand still.
      boolean after = random.nextBoolean() || (edge == Edge.SEND && fall == Fall.PAUSE);
      return new Trap(edge, after, 1 + random.nextInt(3), fall);
    }

    private Edge written() {
      var edges = List.of(Edge.STAND, Edge.LOCK, Edge.SIGN, Edge.COMMIT, Edge.STEP, Edge.REFUSE);
      return edges.get(random.nextInt(edges.size()));
    }

    private void nodes(int place, int later) {
      int node = random.nextInt(nodes);
      put(place, new NodeTurns(node, ModelNode.State.drawn(random, nodes > 1)));
      put(later + random.nextInt(6), new NodeHeals(node));
    }

    private void jump(int place, int later) {
      var by = Duration.ofSeconds((random.nextBoolean() ? 1L : -1L) * (1 + random.nextInt(600)));
      put(place, new Jump(by));
      if (random.nextBoolean()) {
        put(later, new Jump(by.negated()));
      }
    }

    private void ended(int place, int later, int wallet, int bot) {
      put(place, new Revoke(wallet, bot));
      if (random.nextInt(3) > 0) {
        put(place, new Tell(wallet));
        put(later, new PutBack(wallet, bot));
        for (int i = 0; i < 3; i++) {
          entry(later + i, wallet, bot);
        }
      }
    }

    private void stopped(int place, int later, int wallet) {
      if (random.nextInt(4) == 0) {
        put(place, new Freeze(true));
        put(later, new Freeze(false));
        return;
      }
      put(place, new Stop(wallet, random.nextInt(3) == 0 ? 1 : 3));
      if (random.nextBoolean()) {
        put(place, new Tell(wallet));
        put(later, new DeleteStops(wallet));
        entry(later, wallet, 0);
      }
    }

    /**
     * One of its entries fits, in size and in the minute: two workers that miss each other show.
     */
    private void clash(int wallet) {
      wallets.get(wallet).set(0, new Terms(1000, 1, 100, Duration.ofHours(1)));
      put(0, new Clash(wallet));
      for (int i = 0; i < 3; i++) {
        entry(0, wallet, 0);
      }
    }

    /** The same where nodes are behind: who plans on what they show sees no earlier fill. */
    private void behind(int wallet) {
      wallets.get(wallet).set(0, new Terms(1000, 10, 100, Duration.ofHours(1)));
      for (int node = 0; node < nodes; node++) {
        int lag = 10 + random.nextInt(30);
        put(0, new NodeTurns(node, ModelNode.State.behind(lag)));
        put(3 + random.nextInt(5), new NodeHeals(node));
      }
      for (int i = 0; i < 4; i++) {
        entry(0, wallet, 0);
      }
    }

    private void entry(int place, int wallet, int bot) {
      intents.add(new IntentSpec(wallet, bot, Kind.ENTRY, 40 + random.nextInt(26), 600));
      put(place, new Deliver(intents.size() - 1));
    }
  }
}
