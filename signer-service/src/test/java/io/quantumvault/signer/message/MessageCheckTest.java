package io.quantumvault.signer.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.signer.DriftAccountBytes;
import io.quantumvault.signer.FakeChain;
import io.quantumvault.signer.message.MessageCheck.Verdict;
import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.ChainView;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueAction;
import io.quantumvault.signer.venue.drift.DriftVenue;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.ComputeBudget;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageCompiler;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageCheckTest {
  private static final Address SYSTEM = Address.of(new byte[32]);
  private static final Address BLOCKHASH = address(9);
  private static final Address AGENT = address(1);
  private static final Address OWNER = address(2);
  private static final BotAccount BOT =
      new BotAccount(AGENT, OWNER, DriftAccountBytes.user(OWNER, 0));
  private static final VenueAction.TakeNow BUY =
      new VenueAction.TakeNow(
          "SOL-PERP",
          Side.BUY,
          new BigDecimal("1"),
          new BigDecimal("150.75"),
          false,
          Instant.ofEpochSecond(2_000_000_000),
          List.of());

  private final Venue venue = new DriftVenue();
  private Instruction order = new Instruction(SYSTEM, List.of(), new byte[0]);

  private static Address address(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Address.of(bytes);
  }

  @BeforeEach
  void build() throws Exception {
    order = instruction(BUY);
  }

  private Instruction instruction(VenueAction action) throws Exception {
    return instructions(action).getFirst();
  }

  private List<Instruction> instructions(VenueAction action) throws Exception {
    var chain = new FakeChain();
    chain.put(BOT.tradingAccount(), DriftAccountBytes.user(OWNER, AGENT, 0, 1000));
    var addresses = new ArrayList<>(venue.sharedAccounts());
    addresses.add(BOT.tradingAccount());
    var account = venue.read(BOT, ChainView.of(addresses, chain.accounts(addresses, 0)));
    return venue.instructions(BOT, action, account);
  }

  private Verdict check(Instruction... instructions) {
    return check(AGENT, BLOCKHASH, BUY, instructions);
  }

  private Verdict check(
      Address payer, Address blockhash, VenueAction action, Instruction... instructions) {
    byte[] bytes =
        MessageCompiler.compile(Message.Version.V0, payer, blockhash, List.of(instructions))
            .toBytes();
    return MessageCheck.check(
        bytes, new MessageCheck.Expected(BOT, venue, action, BLOCKHASH, 1000));
  }

  private static void unfit(Verdict verdict, String why) {
    assertThat(verdict).isInstanceOf(Verdict.Unfit.class);
    assertThat(((Verdict.Unfit) verdict).problem()).contains(why);
  }

  private static Instruction limit() {
    return ComputeBudget.limit(200_000);
  }

  @Test
  void whatTheSignerBuildsIsFit() throws Exception {
    assertThat(check(limit(), ComputeBudget.price(1000), order)).isEqualTo(new Verdict.Fit(200));
    var cancel = new VenueAction.Cancel("SOL-PERP", List.of(7L, 9L));
    assertThat(check(AGENT, BLOCKHASH, cancel, limit(), instruction(cancel)))
        .isEqualTo(new Verdict.Fit(0));
    var rest =
        new VenueAction.Rest(
            "SOL-PERP",
            Side.SELL,
            new BigDecimal("0.5"),
            new BigDecimal("160"),
            true,
            Instant.ofEpochSecond(2_000_000_000),
            List.of());
    assertThat(check(AGENT, BLOCKHASH, rest, limit(), instruction(rest)))
        .isEqualTo(new Verdict.Fit(0));
  }

  /** In a message an account is written to or not as a whole: the order's market in both. */
  @Test
  void anOrderThatTakesEntriesAwayIsFitAndNothingLessOrMoreIs() throws Exception {
    var take =
        new VenueAction.TakeNow(
            BUY.market(),
            BUY.side(),
            BUY.sizeBase(),
            BUY.boundPrice(),
            true,
            BUY.goodUntil(),
            List.of(7L, 9L));
    var built = instructions(take);
    assertThat(built).hasSize(2);
    assertThat(check(AGENT, BLOCKHASH, take, limit(), built.getFirst(), built.getLast()))
        .isEqualTo(new Verdict.Fit(0));
    unfit(check(AGENT, BLOCKHASH, take, limit(), built.getLast()), "1 venue instructions");
    unfit(
        check(AGENT, BLOCKHASH, take, limit(), built.getLast(), built.getFirst()),
        "does not cancel exactly");
    byte[] data = built.getFirst().data();
    for (int i = 0; i < data.length; i++) {
      byte[] changed = data.clone();
      changed[i] ^= 1;
      var other = new Instruction(built.getFirst().program(), built.getFirst().accounts(), changed);
      unfit(check(AGENT, BLOCKHASH, take, limit(), other, built.getLast()), "");
    }
    var all =
        new VenueAction.TakeNow(
            BUY.market(),
            BUY.side(),
            BUY.sizeBase(),
            BUY.boundPrice(),
            true,
            BUY.goodUntil(),
            java.util.stream.LongStream.rangeClosed(1, 32).boxed().toList());
    var largest = instructions(all);
    assertThat(check(AGENT, BLOCKHASH, all, limit(), largest.getFirst(), largest.getLast()))
        .as("as many orders as an account has")
        .isEqualTo(new Verdict.Fit(0));
  }

  @Test
  void bytesThatDoNotParseAreUnfit() {
    unfit(
        MessageCheck.check(
            new byte[] {1, 2, 3}, new MessageCheck.Expected(BOT, venue, BUY, BLOCKHASH, 1000)),
        "cannot be parsed");
  }

  @Test
  void moreBytesThanTheNetworkTakesAreUnfit() {
    var accounts = new ArrayList<>(order.accounts());
    for (int i = 20; i < 60; i++) {
      accounts.add(AccountMeta.readOnly(address(i)));
    }
    unfit(check(limit(), new Instruction(order.program(), accounts, order.data())), "larger");
  }

  @Test
  void anotherFeePayerIsUnfit() {
    unfit(check(address(3), BLOCKHASH, BUY, limit(), order), "signatures");
    var bare = new Instruction(order.program(), order.accounts().subList(0, 2), order.data());
    unfit(check(address(3), BLOCKHASH, BUY, limit(), bare), "fee payer");
  }

  @Test
  void anotherBlockhashIsUnfit() {
    unfit(check(AGENT, address(8), BUY, limit(), order), "blockhash");
  }

  @Test
  void aDurableNonceIsUnfit() {
    var advance =
        new Instruction(
            SYSTEM,
            List.of(AccountMeta.writable(address(5)), AccountMeta.signer(AGENT)),
            new byte[] {4, 0, 0, 0});
    unfit(check(advance, limit(), order), "program that is not allowed");
  }

  @Test
  void aTransferBesideTheOrderIsUnfit() {
    var transfer =
        new Instruction(
            SYSTEM,
            List.of(new AccountMeta(AGENT, true, true), AccountMeta.writable(address(5))),
            new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
    unfit(check(limit(), order, transfer), "program that is not allowed");
  }

  @Test
  void accountsInALookupTableAreUnfit() {
    var table =
        new MessageCompiler.Table(address(7), List.of(order.accounts().getLast().address()));
    byte[] bytes =
        MessageCompiler.compile(
                Message.Version.V0, AGENT, BLOCKHASH, List.of(limit(), order), List.of(table))
            .toBytes();
    assertThat(
            MessageCheck.check(bytes, new MessageCheck.Expected(BOT, venue, BUY, BLOCKHASH, 1000)))
        .isEqualTo(new Verdict.Unfit("accounts stand in a lookup table"));
  }

  @Test
  void aPriorityFeeAboveThePolicyIsUnfit() {
    unfit(check(limit(), ComputeBudget.price(5_001), order), "above 1000");
    unfit(check(limit(), ComputeBudget.price(Long.MAX_VALUE), order), "beyond all bounds");
    unfit(check(limit(), ComputeBudget.price(-1), order), "out of range");
  }

  @Test
  void theComputeLimitIsThereOnceAndBounded() {
    unfit(check(order), "no compute limit");
    unfit(check(ComputeBudget.limit(1_400_001), order), "above");
    unfit(check(limit(), ComputeBudget.limit(300_000), order), "two compute limits");
    unfit(
        check(limit(), ComputeBudget.price(1), ComputeBudget.price(2), order),
        "two compute prices");
    var budget = limit();
    unfit(
        check(
            new Instruction(
                budget.program(), List.of(AccountMeta.readOnly(address(5))), budget.data()),
            order),
        "with accounts");
    unfit(
        check(limit(), new Instruction(ComputeBudget.PROGRAM, List.of(), new byte[] {1}), order),
        "not understood");
  }

  @Test
  void twoOrdersOrNoneAreUnfit() {
    unfit(check(limit(), order, order), "2 venue instructions");
    unfit(check(order, limit(), order), "2 venue instructions");
    unfit(check(limit()), "0 venue instructions");
  }

  @Test
  void everyChangedByteOfTheOrderIsUnfit() {
    byte[] data = order.data();
    for (int i = 0; i < data.length; i++) {
      byte[] changed = data.clone();
      changed[i] ^= 1;
      unfit(check(limit(), new Instruction(order.program(), order.accounts(), changed)), "");
    }
    byte[] longer = Arrays.copyOf(data, data.length + 1);
    unfit(
        check(limit(), new Instruction(order.program(), order.accounts(), longer)), "bytes after");
  }

  @Test
  void anyOtherAccountInPlaceOfAnExpectedOneIsUnfit() {
    for (int i = 0; i < order.accounts().size(); i++) {
      var accounts = new ArrayList<>(order.accounts());
      var was = accounts.get(i);
      accounts.set(i, new AccountMeta(address(6), was.signer(), was.writable()));
      unfit(check(limit(), new Instruction(order.program(), accounts, order.data())), "");
    }
  }

  @Test
  void anAccountThatIsOnlyReadMayNotBeWrittenTo() {
    for (int i : new int[] {0, 4, 5, 6}) {
      var accounts = new ArrayList<>(order.accounts());
      accounts.set(i, AccountMeta.writable(accounts.get(i).address()));
      unfit(check(limit(), new Instruction(order.program(), accounts, order.data())), "");
    }
  }

  @Test
  void anotherInstructionOfTheVenueIsUnfit() {
    byte[] withdraw = order.data();
    System.arraycopy(java.util.HexFormat.of().parseHex("b712469c946da122"), 0, withdraw, 0, 8);
    unfit(
        check(limit(), new Instruction(order.program(), order.accounts(), withdraw)), "not PLACE");
  }
}
