package io.quantumvault.signer.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.marks.BotMark.LiveGrant;
import io.quantumvault.signer.marks.StandingMark.Freeze;
import io.quantumvault.signer.marks.StandingMark.Hold;
import io.quantumvault.signer.marks.StandingMark.ResumeCheck;
import io.quantumvault.signer.marks.StandingMark.StopMark;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingMarkTest {
  private static final String WALLET = "wallet";
  private static final String OWNER = "owner";
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final UUID BOT = new UUID(0, 1);
  private static final UUID GRANT = new UUID(0, 2);
  private static final UUID STOP = new UUID(0, 3);
  private static final int REDUCE_ONLY = 1;
  private static final int FREEZE = 3;
  private static final int BY_OWNER = 1;
  private static final int BY_STAFF = 3;
  private static final int AUTOMATIC = 4;
  private static final byte[] SIGNED = {1};

  private Instant signedAt = NOW;

  /** The owner's signature ends the stop whose id the text is. */
  private final ResumeCheck resumes =
      (stopId, text, signature, owner, cluster) ->
          owner.equals(OWNER)
                  && Arrays.equals(text, text(stopId))
                  && Arrays.equals(signature, SIGNED)
              ? Optional.of(signedAt)
              : Optional.empty();

  private StandingMark mark = StandingMark.first(OWNER);
  private Instant now = NOW;

  private static byte[] text(UUID stopId) {
    return stopId.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Snapshot.Resume resume(UUID stopId) {
    return new Snapshot.Resume(text(stopId), SIGNED);
  }

  private static Snapshot.Stop stop(
      UUID id, int kind, int origin, Snapshot.@Nullable Resume resume) {
    return new Snapshot.Stop(id, null, kind, origin, resume);
  }

  private static Snapshot.Bot bot(@Nullable LiveGrant live, Map<UUID, Instant> ended) {
    return new Snapshot.Bot(BOT, live, live == null ? 0 : 1, ended);
  }

  private static LiveGrant live(UUID id) {
    return new LiveGrant(id, NOW.plus(Duration.ofHours(20)));
  }

  private void sees(long version, List<Snapshot.Bot> bots, List<Snapshot.Stop> stops) {
    sees(OWNER, version, bots, stops);
  }

  private void sees(
      String owner, long version, List<Snapshot.Bot> bots, List<Snapshot.Stop> stops) {
    mark = mark.raised(new Snapshot(WALLET, owner, "localnet", version, bots, stops), resumes, now);
  }

  @Test
  void theOwnerOfTheFirstSnapshotStaysAndAnotherOnesFreezes() {
    sees("thief", 9, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(mark.owner()).isEqualTo(OWNER);
    assertThat(Objects.requireNonNull(mark.freeze()).reason()).contains("thief").contains(OWNER);
    assertThat(mark.stateVersion()).as("nothing else of it is taken").isZero();
    assertThat(mark.bot(BOT).live()).isNull();
    sees(10, List.of(), List.of());
    assertThat(mark.freeze()).as("a right one does not thaw it").isNotNull();
  }

  @Test
  void aWalletFrozenBeforeAnybodyKnewItsOwnerGetsThatOfTheFirstSnapshot() {
    mark = StandingMark.first("").frozen("tampering", NOW);
    sees(1, List.of(), List.of());
    assertThat(mark.owner()).isEqualTo(OWNER);
    assertThat(mark.freeze()).isEqualTo(new Freeze("tampering", NOW));
    sees("thief", 2, List.of(), List.of());
    assertThat(mark.owner()).isEqualTo(OWNER);
  }

  @Test
  void anOlderSnapshotChangesNothing() {
    sees(2, List.of(bot(null, Map.of())), List.of(stop(STOP, FREEZE, BY_OWNER, null)));
    var before = mark;
    sees(
        1,
        List.of(bot(live(GRANT), Map.of())),
        List.of(stop(STOP, FREEZE, BY_OWNER, resume(STOP))));
    assertThat(mark).isSameAs(before);
    sees(2, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(mark.bot(BOT).live()).as("one of the same version counts").isNotNull();
  }

  @Test
  void aGrantThatASnapshotCallsEndedStaysEnded() {
    sees(1, List.of(bot(null, Map.of(GRANT, live(GRANT).expiresAt()))), List.of());
    sees(2, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(mark.bot(BOT).live()).isNull();
    assertThat(mark.bot(BOT).ended()).containsKey(GRANT);
  }

  @Test
  void aLiveGrantThatIsReplacedOrGoneHasEnded() {
    var next = UUID.randomUUID();
    sees(1, List.of(bot(live(GRANT), Map.of())), List.of());
    sees(2, List.of(bot(live(next), Map.of())), List.of());
    assertThat(mark.bot(BOT).ended()).containsOnlyKeys(GRANT);
    sees(3, List.of(), List.of());
    assertThat(mark.bot(BOT).ended()).as("its bot is gone").containsOnlyKeys(GRANT, next);
    assertThat(mark.bot(BOT).live()).isNull();
  }

  @Test
  void anEndIsNotForgottenForTheExpiryThatRowsTell() {
    sees(1, List.of(bot(new LiveGrant(GRANT, NOW.minusSeconds(1)), Map.of())), List.of());
    sees(2, List.of(bot(null, Map.of(GRANT, Instant.EPOCH))), List.of());
    now = NOW.plus(Duration.ofHours(20));
    sees(3, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(mark.bot(BOT).live()).isNull();
  }

  @Test
  void anEndIsForgottenOnceNothingCanBeSignedUnderIt() {
    sees(1, List.of(bot(null, Map.of(GRANT, live(GRANT).expiresAt()))), List.of());
    now = NOW.plus(Duration.ofHours(49));
    sees(2, List.of(bot(null, Map.of())), List.of());
    assertThat(mark.bot(BOT).ended()).isEmpty();
  }

  @Test
  void thePolicysVersionIsTheHighestOfWhatWasGranted() {
    sees(1, List.of(new Snapshot.Bot(BOT, live(GRANT), 7, Map.of())), List.of());
    sees(2, List.of(new Snapshot.Bot(BOT, live(GRANT), 3, Map.of())), List.of());
    assertThat(mark.bot(BOT).policyVersion()).isEqualTo(7);
  }

  @Test
  void aStopStaysUntilTheOwnersSignatureEndsIt() {
    sees(1, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, null)));
    sees(2, List.of(), List.of());
    assertThat(mark.stops()).as("left out").containsKey(STOP);
    sees(
        3,
        List.of(),
        List.of(stop(STOP, FREEZE, BY_OWNER, new Snapshot.Resume(text(STOP), new byte[] {2}))));
    assertThat(mark.stops()).as("signed by nobody").containsKey(STOP);
    sees(4, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, resume(UUID.randomUUID()))));
    assertThat(mark.stops()).as("another stop's end").containsKey(STOP);
    sees(5, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, resume(STOP))));
    assertThat(mark.stops()).isEmpty();
    assertThat(mark.endedStops()).containsExactly(STOP);
    sees(6, List.of(), List.of());
    assertThat(mark.endedStops()).as("kept as long as snapshots name it").isEmpty();
  }

  @Test
  void onlyWhatStaffFrozeBecomesMilder() {
    var byStaff = new UUID(0, 4);
    sees(
        1,
        List.of(),
        List.of(stop(STOP, FREEZE, BY_OWNER, null), stop(byStaff, FREEZE, BY_STAFF, null)));
    // Told as staff's now, it is still the owner's.
    sees(
        2,
        List.of(),
        List.of(
            stop(STOP, REDUCE_ONLY, BY_STAFF, null), stop(byStaff, REDUCE_ONLY, BY_STAFF, null)));
    assertThat(mark.stops())
        .containsEntry(STOP, new StopMark(null, FREEZE, BY_OWNER))
        .containsEntry(byStaff, new StopMark(null, REDUCE_ONLY, BY_STAFF));
    sees(3, List.of(), List.of(stop(byStaff, FREEZE, BY_STAFF, null)));
    assertThat(Objects.requireNonNull(mark.stops().get(byStaff)).kind()).isEqualTo(FREEZE);
  }

  @Test
  void theScopeOfAStopDoesNotShrink() {
    sees(1, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, null)));
    sees(2, List.of(), List.of(new Snapshot.Stop(STOP, UUID.randomUUID(), FREEZE, BY_OWNER, null)));
    assertThat(Objects.requireNonNull(mark.stops().get(STOP)).reaches(BOT)).isTrue();
  }

  @Test
  void theFirstFreezeAndTheFirstHoldStay() {
    mark = mark.frozen("first", NOW).frozen("second", NOW);
    assertThat(Objects.requireNonNull(mark.freeze()).reason()).isEqualTo("first");
    mark = mark.held(new Hold(1, 2, NOW)).held(new Hold(3, 4, NOW));
    assertThat(mark.hold()).isEqualTo(new Hold(1, 2, NOW));
    sees(1, List.of(), List.of());
    assertThat(mark.hold()).as("no snapshot ends it").isNotNull();
    assertThat(mark.freeze()).as("nor this").isNotNull();
  }

  @Test
  void anUnreadableSnapshotFreezesUntilAReadableOneComes() {
    mark = mark.frozen(StandingMark.UNREADABLE_SNAPSHOT, NOW);
    sees(1, List.of(), List.of());
    assertThat(mark.freeze()).isNull();
  }

  @Test
  void theSignersFreezeEndsWithTheOwnersEndOfTheStopThatCameOfIt() {
    mark = mark.frozen("tampering", NOW);
    var older = new UUID(0, 6);
    signedAt = NOW.minusMillis(1);
    sees(1, List.of(), List.of(stop(older, FREEZE, AUTOMATIC, resume(older))));
    assertThat(mark.freeze()).as("signed before it, whenever it is told").isNotNull();
    signedAt = NOW;
    sees(1, List.of(), List.of(stop(older, FREEZE, AUTOMATIC, resume(older))));
    assertThat(mark.freeze()).as("one that had ended already").isNotNull();
    var ofABot = new UUID(0, 7);
    sees(2, List.of(), List.of(new Snapshot.Stop(ofABot, BOT, FREEZE, BY_OWNER, resume(ofABot))));
    assertThat(mark.freeze()).as("a stop of one bot that they had made").isNotNull();
    sees(3, List.of(), List.of(stop(STOP, FREEZE, AUTOMATIC, null)));
    assertThat(mark.freeze()).as("not ended").isNotNull();
    sees(4, List.of(), List.of(stop(STOP, FREEZE, AUTOMATIC, resume(STOP))));
    assertThat(mark.freeze()).isNull();
  }

  /** As after a snapshot of another owner: no stop comes of that freeze. */
  @Test
  void theSignersFreezeEndsWithAStopOfTheWholeWalletThatItsOwnerMadeAndEnded() {
    mark = mark.frozen("tampering", NOW);
    signedAt = NOW.plusSeconds(60);
    sees(1, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, null)));
    assertThat(mark.freeze()).isNotNull();
    sees(2, List.of(), List.of(stop(STOP, FREEZE, BY_OWNER, resume(STOP))));
    assertThat(mark.freeze()).isNull();
  }

  @Test
  void itsVersionRisesWithEachChangeAndOnlyThen() {
    sees(1, List.of(bot(live(GRANT), Map.of())), List.of());
    long first = mark.version();
    sees(1, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(mark.version()).isEqualTo(first);
    mark =
        mark.opened(
            BOT, new DayOpening(LocalDate.EPOCH, BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO));
    assertThat(mark.version()).isEqualTo(first + 1);
    sees(2, List.of(bot(live(GRANT), Map.of())), List.of());
    assertThat(Objects.requireNonNull(mark.bot(BOT).opening()).equityUsd())
        .as("no snapshot takes it back")
        .isEqualTo(BigDecimal.TEN);
  }

  /**
   * Snapshots in any order, with any lies about expiries, versions and origins: what ended within
   * its owner's own time never lives again, what stops goes on until it was truly ended.
   */
  @Test
  void whateverSnapshotsSayEndsStayEndsAndStopsStayStops() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    for (int run = 0; run < 300; run++) {
      new AnySnapshots(new Random(seed + run), "seed " + seed + " run " + run).check();
    }
  }

  private final class AnySnapshots {
    private final Random random;
    private final String told;
    private final List<UUID> stopIds = ids(4);
    private final Map<UUID, Instant> trueExpiries = new HashMap<>();
    private final Set<UUID> ended = new HashSet<>();
    private final Set<UUID> resumed = new HashSet<>();
    private StandingMark mark = StandingMark.first(OWNER);
    private Instant now = NOW;

    AnySnapshots(Random random, String told) {
      this.random = random;
      this.told = told;
    }

    private List<UUID> ids(int count) {
      var made = new ArrayList<UUID>();
      for (int i = 1; i <= count; i++) {
        made.add(new UUID(7, i));
      }
      return made;
    }

    void check() {
      for (int i = 0; i < 60; i++) {
        now = now.plusSeconds(random.nextInt(4 * 3600));
        var snapshot = snapshot();
        var before = mark;
        mark = mark.raised(snapshot, resumes, now);
        if (snapshot.owner().equals(OWNER) && snapshot.stateVersion() >= before.stateVersion()) {
          taken(before, snapshot);
        }
        grantsHold();
        stopsHold(before, snapshot);
      }
    }

    private void taken(StandingMark before, Snapshot snapshot) {
      var live = before.bot(BOT).live();
      var next = snapshot.bots().isEmpty() ? null : snapshot.bots().getFirst().live();
      if (live != null && (next == null || !next.grantId().equals(live.grantId()))) {
        ended.add(live.grantId());
      }
      snapshot.bots().forEach(bot -> ended.addAll(bot.endedGrants().keySet()));
      for (var stop : snapshot.stops()) {
        if (signed(stop)) {
          resumed.add(stop.stopId());
        } else if (!resumed.contains(stop.stopId())) {
          assertThat(mark.stops()).as(told).containsKey(stop.stopId());
        }
      }
    }

    private boolean signed(Snapshot.Stop stop) {
      var resume = stop.resume();
      return resume != null
          && resumes
              .endedAt(stop.stopId(), resume.text(), resume.signature(), OWNER, "localnet")
              .isPresent();
    }

    private void grantsHold() {
      var live = mark.bot(BOT).live();
      for (var id : ended) {
        if (now.isBefore(Objects.requireNonNull(trueExpiries.get(id)))) {
          assertThat(mark.bot(BOT).ended()).as(told).containsKey(id);
          assertThat(live == null ? null : live.grantId()).as(told).isNotEqualTo(id);
        }
      }
    }

    private void stopsHold(StandingMark before, Snapshot snapshot) {
      before
          .stops()
          .forEach((id, stop) -> {
            var after = mark.stops().get(id);
            if (after == null) {
              assertThat(snapshot.stops())
                  .as(told)
                  .anyMatch(s -> s.stopId().equals(id) && signed(s));
            } else {
              assertThat(after.origin()).as(told).isEqualTo(stop.origin());
              assertThat(after.botId()).as(told).isEqualTo(stop.botId());
              assertThat(after.kind() >= stop.kind() || stop.origin() == BY_STAFF)
                  .as(told)
                  .isTrue();
            }
          });
    }

    private Snapshot snapshot() {
      return new Snapshot(
          WALLET,
          random.nextInt(20) == 0 ? "thief" : OWNER,
          "localnet",
          Math.max(0, mark.stateVersion() + random.nextInt(4) - 1),
          random.nextInt(8) == 0 ? List.of() : List.of(bot()),
          stops());
    }

    private Snapshot.Bot bot() {
      var endedNow = new HashMap<UUID, Instant>();
      for (var id : List.copyOf(trueExpiries.keySet())) {
        if (random.nextInt(6) == 0) {
          endedNow.put(id, lie(id));
        }
      }
      var live = random.nextInt(4) == 0 ? null : grant();
      return new Snapshot.Bot(
          BOT, live == null ? null : new LiveGrant(live, lie(live)), 1, endedNow);
    }

    /** A new one, which its owner signs now, or one that was. */
    private UUID grant() {
      var known = List.copyOf(trueExpiries.keySet());
      if (known.isEmpty() || random.nextInt(3) == 0) {
        var made = new UUID(9, trueExpiries.size() + 1L);
        trueExpiries.put(made, now.plusSeconds(1 + random.nextInt(24 * 3600)));
        return made;
      }
      return known.get(random.nextInt(known.size()));
    }

    private Instant lie(UUID id) {
      return random.nextBoolean()
          ? Objects.requireNonNull(trueExpiries.get(id))
          : now.plusSeconds(random.nextInt(100 * 3600) - 80 * 3600L);
    }

    private List<Snapshot.Stop> stops() {
      var stops = new ArrayList<Snapshot.Stop>();
      for (var id : stopIds) {
        if (random.nextBoolean()) {
          stops.add(
              new Snapshot.Stop(
                  id,
                  random.nextBoolean() ? null : BOT,
                  1 + random.nextInt(3),
                  1 + random.nextInt(4),
                  switch (random.nextInt(8)) {
                    case 0 -> resume(id);
                    case 1 -> resume(stopIds.get(random.nextInt(stopIds.size())));
                    case 2 -> new Snapshot.Resume(text(id), new byte[] {2});
                    default -> null;
                  }));
        }
      }
      return stops;
    }
  }
}
