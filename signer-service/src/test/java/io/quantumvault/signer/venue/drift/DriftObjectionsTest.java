package io.quantumvault.signer.venue.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAction;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes written by hand from the layout, never by the builder. */
class DriftObjectionsTest {
  private static final Address AGENT = address(1);
  private static final Address OWNER = address(2);
  private static final BotAccount BOT =
      new BotAccount(AGENT, OWNER, DriftAccountBytes.user(OWNER, 0));
  private static final VenueAction.TakeNow BUY =
      new VenueAction.TakeNow(
          "SOL-PERP",
          Side.BUY,
          new BigDecimal("1.5"),
          new BigDecimal("150.75"),
          false,
          Instant.ofEpochSecond(2_000_000_000),
          List.of());
  private static final VenueAction.Rest SELL =
      new VenueAction.Rest(
          "BTC-PERP",
          Side.SELL,
          new BigDecimal("0.002"),
          new BigDecimal("60000"),
          true,
          Instant.ofEpochSecond(2_000_000_000),
          List.of());

  /** Type, market type, direction, user id; base; price; market; reduce, post, flags; options. */
  private static final String BUY_DATA =
      "d53301bb6cdce6e0"
          + "00010000"
          + "002f685900000000"
          + "3043fc0800000000"
          + "0000"
          + "000001"
          + "010094357700000000"
          + "00"
          + "00"
          + "00000000"
          + "00";

  private static final String SELL_DATA =
      "45a15dca787e4cb9"
          + "01010100"
          + "80841e0000000000"
          + "005847f80d000000"
          + "0100"
          + "010000"
          + "010094357700000000"
          + "00"
          + "00"
          + "00000000";

  private static final String CANCEL_DATA =
      "861390a55ef0d25e" + "02000000" + "09000000" + "ffffffff";

  private final DriftObjections objections = new DriftObjections(DriftAddresses.V2);

  private static Address address(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Address.of(bytes);
  }

  private static List<AccountMeta> accounts(boolean taking) {
    var accounts = new ArrayList<AccountMeta>();
    accounts.add(AccountMeta.readOnly(DriftAddresses.V2.state()));
    accounts.add(AccountMeta.writable(BOT.tradingAccount()));
    if (taking) {
      accounts.add(AccountMeta.writable(DriftAddresses.V2.userStats(OWNER)));
    }
    accounts.add(AccountMeta.signer(AGENT));
    return accounts;
  }

  private Optional<String> objection(VenueAction action, String data) {
    var instruction =
        new Instruction(
            DriftAddresses.PROGRAM,
            accounts(action instanceof VenueAction.TakeNow),
            HexFormat.of().parseHex(data));
    return objections.to(List.of(instruction), BOT, action);
  }

  @Test
  void theBytesOfTheLayoutPass() {
    assertThat(objection(BUY, BUY_DATA)).isEmpty();
    assertThat(objection(SELL, SELL_DATA)).isEmpty();
    assertThat(
            objection(new VenueAction.Cancel("SOL-PERP", List.of(9L, 4_294_967_295L)), CANCEL_DATA))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a limit order, 8, 01",
    "a spot market, 9, 00",
    "the other direction, 10, 01",
    "a user order id, 11, 01",
    "a billionth more, 12, 01",
    "ten times the size, 12, 0017a8040000",
    "a millionth off the price, 20, 31",
    "no price, 20, 00000000",
    "another market, 28, 01",
    "reduce-only, 30, 01",
    "post-only, 31, 01",
    "no immediate-or-cancel, 32, 00",
    "a second later, 34, 01",
    "a trigger condition, 43, 01"
  })
  void whateverDiffersFromTheActionIsObjectedTo(String what, int at, String bytes) {
    var changed =
        BUY_DATA.substring(0, 2 * at) + bytes + BUY_DATA.substring(2 * at + bytes.length());
    assertThat(changed).as(what).isNotEqualTo(BUY_DATA);
    assertThat(objection(BUY, changed))
        .as(what)
        .hasValueSatisfying(o -> assertThat(o).contains("other order parameters"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no time limit, 33, 010094357700000000, 00",
    "a trigger price, 42, 00, 010100000000000000",
    "an oracle offset, 44, 00, 0101000000",
    "an auction, 45, 00, 010a",
    "where the auction starts, 46, 00, 010100000000000000",
    "where the auction ends, 47, 00, 010100000000000000"
  })
  void anOptionThatWasNotAskedForIsObjectedTo(String what, int at, String was, String bytes) {
    assertThat(BUY_DATA.substring(2 * at)).startsWith(was);
    var changed = BUY_DATA.substring(0, 2 * at) + bytes + BUY_DATA.substring(2 * at + was.length());
    assertThat(objection(BUY, changed))
        .as(what)
        .hasValueSatisfying(o -> assertThat(o).contains("other order parameters"));
  }

  @Test
  void aRestingOrderIsReadBackToo() {
    assertThat(objection(SELL, SELL_DATA.replace("45a15dca787e4cb901", "45a15dca787e4cb900")))
        .isPresent();
    assertThat(objection(SELL, SELL_DATA.replace("0100010000", "0100000000"))).isPresent();
    assertThat(objection(SELL, SELL_DATA.replace("0100010000", "0100010001"))).isPresent();
    assertThat(objection(SELL, SELL_DATA.replace("005847f80d", "005847f80e"))).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one fewer, 0100000009000000",
    "one more, 0300000009000000ffffffff0a000000",
    "another order, 0200000009000000feffffff",
    "the other order, 02000000ffffffff09000000",
    "one of them twice, 020000000900000009000000",
    "a count of one more, 0300000009000000ffffffff",
    "a byte more, 0200000009000000ffffffff00",
    "a byte less, 0200000009000000ffffff",
    "none, 00000000"
  })
  void aCancelOfAnythingElseIsObjectedTo(String what, String arguments) {
    var cancel = new VenueAction.Cancel("SOL-PERP", List.of(9L, 4_294_967_295L));
    assertThat(objection(cancel, CANCEL_DATA.substring(0, 16) + arguments)).as(what).isPresent();
  }

  @Test
  void allOrdersOfAMarketAreNeverCancelledAtOnce() {
    var cancel = new VenueAction.Cancel("SOL-PERP", List.of(9L));
    assertThat(objection(cancel, "eee15f9ee36708c2" + "0101" + "010000" + "00")).isPresent();
    assertThat(objection(cancel, "eee15f9ee36708c2" + "01000000" + "09000000")).isPresent();
  }

  @Test
  void moreOrdersThanAnAccountHasAreNotCancelled() {
    var many = java.util.stream.LongStream.rangeClosed(1, 33).boxed().toList();
    var data = new StringBuilder("861390a55ef0d25e" + "21000000");
    many.forEach(id -> data.append("%02x000000".formatted(id)));
    assertThat(objection(new VenueAction.Cancel("SOL-PERP", many), data.toString())).isPresent();
  }

  /** The cancel, then the order; nothing else, nothing more, no other way round. */
  @Test
  void anOrderThatTakesEntriesAwayIsTwoInstructionsInThisOrder() {
    var action =
        new VenueAction.TakeNow(
            BUY.market(),
            BUY.side(),
            BUY.sizeBase(),
            BUY.boundPrice(),
            BUY.reduceOnly(),
            BUY.goodUntil(),
            List.of(9L, 4_294_967_295L));
    var cancel = instruction(false, CANCEL_DATA);
    var order = instruction(true, BUY_DATA);
    assertThat(objections.to(List.of(cancel, order), BOT, action)).isEmpty();
    assertThat(objections.to(List.of(order, cancel), BOT, action)).isPresent();
    assertThat(objections.to(List.of(order), BOT, action)).isPresent();
    assertThat(objections.to(List.of(cancel), BOT, action)).isPresent();
    assertThat(objections.to(List.of(cancel, cancel, order), BOT, action)).isPresent();
    assertThat(objections.to(List.of(cancel, order, order), BOT, action)).isPresent();
    assertThat(objections.to(List.of(cancel, order), BOT, BUY)).isPresent();
    var onlyCancels = new VenueAction.Cancel("SOL-PERP", List.of(9L, 4_294_967_295L));
    assertThat(objections.to(List.of(cancel, order), BOT, onlyCancels)).isPresent();
    assertThat(objections.to(List.of(order), BOT, onlyCancels)).isPresent();
    assertThat(objections.to(List.of(), BOT, new VenueAction.Cancel("SOL-PERP", List.of())))
        .isPresent();
  }

  private static Instruction instruction(boolean taking, String data) {
    return new Instruction(DriftAddresses.PROGRAM, accounts(taking), HexFormat.of().parseHex(data));
  }

  @Test
  void anotherSignerThanTheAgentIsObjectedTo() {
    for (var other : List.of(AccountMeta.signer(OWNER), AccountMeta.readOnly(AGENT))) {
      var accounts = new ArrayList<>(accounts(true));
      accounts.set(3, other);
      var instruction =
          new Instruction(DriftAddresses.PROGRAM, accounts, HexFormat.of().parseHex(BUY_DATA));
      assertThat(objections.to(List.of(instruction), BOT, BUY))
          .contains("the signing account is not the agent wallet");
    }
  }

  @Test
  void aSuccessConditionIsObjectedTo() {
    assertThat(objection(BUY, BUY_DATA.substring(0, BUY_DATA.length() - 2) + "01")).isPresent();
  }
}
