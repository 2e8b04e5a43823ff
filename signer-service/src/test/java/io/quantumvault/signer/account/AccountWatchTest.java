package io.quantumvault.signer.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.address.Address;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccountWatchTest {
  private static final String WALLET = "8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR9";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));

  private final FakeChain chain = new FakeChain(CLOCK);

  @Test
  void aFaultInOneRoundDoesNotEndTheRounds() throws Exception {
    var rounds = new CountDownLatch(3);
    var broken =
        (Venue)
            Proxy.newProxyInstance(
                Venue.class.getClassLoader(),
                new Class<?>[] {Venue.class},
                (self, method, arguments) -> {
                  rounds.countDown();
                  throw new IllegalStateException("a fault of code");
                });
    try (var watch = watch(broken)) {
      watch.bots(WALLET, 1, List.of(bot()));
      watch.start();
      assertThat(rounds.await(1, TimeUnit.MINUTES)).as("it goes on asking").isTrue();
    }
  }

  /** Snapshots are read twice after a start, from two positions at once. */
  @Test
  void anOlderSnapshotChangesNothing() {
    try (var watch = watch(new DriftVenue())) {
      watch.bots(WALLET, 5, List.of(bot()));
      watch.bots(WALLET, 4, List.of());
      assertThat(watch.watches(WALLET)).isTrue();
      watch.bots(WALLET, 6, List.of());
      assertThat(watch.watches(WALLET)).isFalse();
      watch.bots(WALLET, 5, List.of(bot()));
      assertThat(watch.watches(WALLET)).isFalse();
      watch.keepOnly(wallet -> false);
      watch.bots(WALLET, 1, List.of(bot()));
      assertThat(watch.watches(WALLET)).as("of a wallet that came back").isTrue();
    }
  }

  private AccountWatch watch(Venue venue) {
    return new AccountWatch(
        chain,
        new AccountReader(chain, (wallet, bot, candidate) -> candidate, CLOCK),
        Map.of("drift-v2", venue),
        (bot, reading) -> {},
        CLOCK,
        Duration.ofMillis(1),
        Duration.ofDays(1));
  }

  private static WatchedBot bot() {
    var address = Address.of(WALLET);
    return new WatchedBot(
        UUID.randomUUID(),
        WALLET,
        WALLET,
        "drift-v2",
        new BotAccount(address, address, address),
        UUID.randomUUID());
  }
}
