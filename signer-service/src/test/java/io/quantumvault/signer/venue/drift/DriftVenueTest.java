package io.quantumvault.signer.venue.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain.AccountData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DriftVenueTest {
  private static final Address AGENT = address(1);
  private static final Address OWNER = address(2);
  private static final BotAccount BOT =
      new BotAccount(AGENT, OWNER, DriftAccountBytes.user(OWNER, 0));
  private static final Address SOL_MARKET =
      DriftAccountBytes.pda("perp_market", DriftAccountBytes.u16(0));

  private final DriftVenue venue = new DriftVenue();
  private final Map<Address, AccountData> accounts = new HashMap<>(DriftAccountBytes.markets(100));

  private static Address address(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Address.of(bytes);
  }

  private VenueAccount read(AccountData user) throws VenueUnreadableException {
    accounts.put(BOT.tradingAccount(), user);
    return venue.read(BOT, new ChainView(100, accounts));
  }

  private static AccountData user() {
    return DriftAccountBytes.user(OWNER, AGENT, 0, 5000);
  }

  private void unreadable(AccountData user) {
    assertThatThrownBy(() -> read(user)).isInstanceOf(VenueUnreadableException.class);
  }

  @Test
  void valuesTokensAndPositionsAtTheOracle() throws Exception {
    assertThat(read(user()).equityUsd()).isEqualByComparingTo("5000");
    var traded = read(DriftAccountBytes.traded(user(), 0, 2_000_000_000, 140_000_000));
    assertThat(traded.position("SOL-PERP").base()).isEqualByComparingTo("2");
    assertThat(traded.position("SOL-PERP").unrealisedPnlUsd()).isEqualByComparingTo("19.72");
    assertThat(traded.equityUsd()).isEqualByComparingTo("5019.72");
    assertThat(traded.position("SOL-PERP").entryPrice()).isEqualByComparingTo("140");
  }

  @Test
  void anAccountOfSomebodyElseIsNotTraded() {
    unreadable(DriftAccountBytes.user(OWNER, address(3), 0, 5000));
    unreadable(DriftAccountBytes.user(address(3), AGENT, 0, 5000));
    unreadable(new AccountData(address(4), 1, user().data()));
    assertThatThrownBy(() -> venue.read(BOT, new ChainView(100, accounts)))
        .isInstanceOf(VenueUnreadableException.class);
  }

  @Test
  void aMarketThatIsNotAsExpectedIsNotThere() throws Exception {
    for (int at : new int[] {0, 40, 926, 1160, 1166}) {
      byte[] market = Objects.requireNonNull(accounts.get(SOL_MARKET)).data().clone();
      var good = Objects.requireNonNull(accounts.get(SOL_MARKET));
      market[at] ^= 1;
      accounts.put(SOL_MARKET, new AccountData(good.owner(), 1, market));
      assertThat(read(user()).market("SOL-PERP")).as("byte " + at).isEmpty();
      accounts.put(SOL_MARKET, good);
    }
    assertThat(read(user()).market("SOL-PERP")).isPresent();
  }

  @Test
  void aPositionInAMarketThatCannotBeReadMakesTheAccountUnreadable() {
    accounts.remove(SOL_MARKET);
    unreadable(DriftAccountBytes.traded(user(), 0, 2_000_000_000, 140_000_000));
    unreadable(DriftAccountBytes.traded(user(), 9, 2_000_000_000, 140_000_000));
  }

  @Test
  void aPriceThatIsNotAboveZeroIsNoPrice() throws Exception {
    accounts.put(DriftAccountBytes.oracle(6), DriftAccountBytes.oracleAccount(0, 100));
    assertThat(read(user()).market("SOL-PERP")).isEmpty();
  }

  @Test
  void tellsWhatATradeDid() throws Exception {
    var before = read(user());
    var after = read(DriftAccountBytes.traded(user(), 0, 2_000_000_000, 140_000_000));
    var effect = venue.effect("SOL-PERP", venue.remember("SOL-PERP", before), after);
    assertThat(effect.filledBase()).isEqualByComparingTo("2");
    assertThat(effect.averagePrice()).isEqualByComparingTo("140");
    assertThat(effect.realisedPnlUsd()).isEqualByComparingTo("-0.28");
    assertThat(effect.restingOrderIds()).isEmpty();
    var nothing = venue.effect("SOL-PERP", venue.remember("SOL-PERP", after), after);
    assertThat(nothing.filledBase()).isEqualByComparingTo("0");
    assertThat(nothing.averagePrice()).isNull();
  }

  @Test
  void whatWasRememberedByAnotherVersionIsNotGuessedAt() throws Exception {
    var account = read(user());
    byte[] remembered = venue.remember("SOL-PERP", account);
    remembered[0] = 2;
    assertThatThrownBy(() -> venue.effect("SOL-PERP", remembered, account))
        .isInstanceOf(VenueUnreadableException.class);
    byte[] cut = Arrays.copyOf(venue.remember("SOL-PERP", account), 10);
    assertThatThrownBy(() -> venue.effect("SOL-PERP", cut, account))
        .isInstanceOf(VenueUnreadableException.class);
  }
}
