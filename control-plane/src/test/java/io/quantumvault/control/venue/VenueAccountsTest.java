package io.quantumvault.control.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Outcome.Done;
import io.quantumvault.control.outcome.Outcome.Refused;
import io.quantumvault.control.outcome.Refusal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VenueAccountsTest {
  private static final String OWNER = "DuMUwEYV91ppv9D94Tqn2PSg2ih5KVJxZg4LyS8dJ6Ub";
  private static final String ACCOUNT = "6fnbonKTgwNmC26nuscwRQsLveTQS1i7uhb3oWNeeb45";
  private static final String AGENT = "JAGq6ikMyQwh6iZmzqUnUs5qzDoEZDd2MgbX6zbnRmM8";
  private static final String BLOCKHASH = "Dw1DvZce3iPjTCkTt6DJAXLVHEnjsw3teA7txATXhkUr";

  private final DriftAddresses addresses = new DriftAddresses();

  @Test
  void theTradingAccountIsTheOneTheVenueDerives() {
    assertThat(addresses.account("drift-v2", OWNER, 0)).isEqualTo(ACCOUNT);
    assertThat(addresses.account("drift-v2", OWNER, 1)).isNotEqualTo(ACCOUNT);
  }

  /** A transfer as @solana/web3.js 1.99.0 compiles it. */
  @Test
  void messagesAreWhatOtherImplementationsCompile() {
    String payer = "E9urm2NAsEQkY5yRBqN3ADcuSHfu8gh1V6kRE37rjmvn";
    var transfer =
        new Instruction(
            "11111111111111111111111111111111",
            List.of(
                Instruction.payer(payer),
                Instruction.writable("2v4pQNPLe1F6ixQ6kZjRZJDYefAGSh52V3QrkRZcQwzy")),
            HexFormat.of().parseHex("020000000100000000000000"));

    byte[] transaction = UnsignedTransaction.compile(payer, BLOCKHASH, List.of(transfer));

    assertThat(HexFormat.of().formatHex(transaction))
        .isEqualTo(
            "01"
                + "00".repeat(64)
                + "01000103c37057d8a2f7716c4418644cb521fcb98e6ff4f2170ead952ce84f60b78519bf"
                + "1c73c9396f1c76e0993e8b6e336f52020bad807f6d433ddf72734d53d46c6202"
                + "0000000000000000000000000000000000000000000000000000000000000000"
                + "c021dbd6ed08594908973d41935adce49e9373da243f8b3e1d10bb5c6a81707b"
                + "01020200010c020000000100000000000000");
  }

  @Test
  void onlyWhatIsMissingIsMade() {
    assertThat(steps(Set.of())).hasSize(3);
    assertThat(steps(Set.of(addresses.userStats(OWNER)))).hasSize(2);
    assertThat(steps(Set.of(addresses.userStats(OWNER), ACCOUNT)))
        .containsExactly("let agent wallet " + AGENT + " trade on it, not withdraw");
  }

  @Test
  void aChainThatDoesNotAnswerIsSaidSo() {
    var accounts = new VenueAccounts(addresses, new Chain(Set.of(), true));

    assertThat(accounts.setUp(bot()))
        .isEqualTo(new Refused<>(Refusal.CHAIN_UNAVAILABLE, List.of()));
  }

  private List<String> steps(Set<String> existing) {
    Outcome<VenueAccounts.SetUp> made =
        new VenueAccounts(addresses, new Chain(existing, false)).setUp(bot());
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
    public String latestBlockhash() {
      return BLOCKHASH;
    }

    @Override
    public boolean exists(String address) throws ChainUnavailableException {
      if (away) {
        throw new ChainUnavailableException("away");
      }
      return existing.contains(address);
    }
  }
}
