package io.quantumvault.control.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.control.outcome.Outcome.Refused;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VenueAccountsTest {
  private static final String OWNER = "DuMUwEYV91ppv9D94Tqn2PSg2ih5KVJxZg4LyS8dJ6Ub";
  private static final String ACCOUNT = "6fnbonKTgwNmC26nuscwRQsLveTQS1i7uhb3oWNeeb45";
  private static final String AGENT = "JAGq6ikMyQwh6iZmzqUnUs5qzDoEZDd2MgbX6zbnRmM8";
  private static final String BLOCKHASH = "Dw1DvZce3iPjTCkTt6DJAXLVHEnjsw3teA7txATXhkUr";

  private static final String STATS = DriftAddresses.V2.userStats(Address.of(OWNER)).toString();

  @Test
  void theTradingAccountIsTheOneTheVenueDerives() {
    assertThat(new DriftTradingAccounts().account("drift-v2", OWNER, 0)).isEqualTo(ACCOUNT);
    assertThat(new DriftTradingAccounts().account("drift-v2", OWNER, 1)).isNotEqualTo(ACCOUNT);
  }

  @Test
  void onlyWhatIsMissingIsMade() {
    assertThat(steps(Set.of())).hasSize(3);
    assertThat(steps(Set.of(STATS))).hasSize(2);
    assertThat(steps(Set.of(STATS, ACCOUNT)))
        .containsExactly("let agent wallet " + AGENT + " trade on it, not withdraw");
  }

  @Test
  void aChainThatDoesNotAnswerIsSaidSo() {
    var accounts = new VenueAccounts(new Chain(Set.of(), true));

    assertThat(accounts.setUp(bot()))
        .isEqualTo(new Refused<>(Refusal.CHAIN_UNAVAILABLE, List.of()));
  }

  private List<String> steps(Set<String> existing) {
    Outcome<VenueAccounts.SetUp> made = new VenueAccounts(new Chain(existing, false)).setUp(bot());
    return switch (made) {
      case Done<VenueAccounts.SetUp>(var setUp) -> setUp.steps();
      case Refused<VenueAccounts.SetUp> refused -> throw new AssertionError(refused);
    };
  }

  private static Bot bot() {
    return new Bot(
        new UUID(1, 2), OWNER, AGENT, "trend", "drift-v2", ACCOUNT, OWNER, 0, 0, Instant.EPOCH);
  }

  private record Chain(Set<String> existing, boolean away) implements ChainReads {
    @Override
    public Address latestBlockhash() {
      return Address.of(BLOCKHASH);
    }

    @Override
    public boolean exists(Address address) throws ChainUnavailableException {
      if (away) {
        throw new ChainUnavailableException(new IllegalStateException("away"));
      }
      return existing.contains(address.toString());
    }
  }
}
