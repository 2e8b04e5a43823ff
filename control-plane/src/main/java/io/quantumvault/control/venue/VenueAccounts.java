package io.quantumvault.control.venue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.schemas.ids.Base58;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The transaction that sets up a bot's venue account, for the owner wallet to sign: what is missing
 * of statistics and account is made, and the agent wallet becomes the account's delegate, so that
 * it can trade and cannot withdraw. Layouts: docs/drift-v2-layout.md.
 */
public final class VenueAccounts {
  private static final String SYSTEM = "11111111111111111111111111111111";
  private static final String RENT = "SysvarRent111111111111111111111111111111111";
  private static final int NAME_BYTES = 32;

  private final DriftAddresses addresses;
  private final ChainReads chain;

  public VenueAccounts(DriftAddresses addresses, ChainReads chain) {
    this.addresses = addresses;
    this.chain = chain;
  }

  /**
   * What is to be signed.
   *
   * @param transaction unsigned legacy transaction bytes
   * @param steps the instructions in words
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SetUp(byte[] transaction, List<String> steps) {}

  public Outcome<SetUp> setUp(Bot bot) {
    try {
      var instructions = new ArrayList<Instruction>();
      var steps = new ArrayList<String>();
      if (!chain.exists(addresses.userStats(bot.owner()))) {
        instructions.add(initializeUserStats(bot));
        steps.add("make the venue's statistics account of this wallet");
      }
      if (!chain.exists(bot.tradingAccount())) {
        instructions.add(initializeUser(bot));
        steps.add("make venue account " + bot.tradingAccount());
      }
      if (!bot.agentWallet().equals(bot.owner())) {
        instructions.add(updateDelegate(bot));
        steps.add("let agent wallet " + bot.agentWallet() + " trade on it, not withdraw");
      }
      byte[] transaction =
          UnsignedTransaction.compile(bot.owner(), chain.latestBlockhash(), instructions);
      return Outcome.done(new SetUp(transaction, steps));
    } catch (ChainUnavailableException e) {
      return Outcome.refused(Refusal.CHAIN_UNAVAILABLE);
    }
  }

  private Instruction initializeUserStats(Bot bot) {
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(
            Instruction.writable(addresses.userStats(bot.owner())),
            Instruction.writable(addresses.state()),
            Instruction.readOnly(bot.owner()),
            Instruction.payer(bot.owner()),
            Instruction.readOnly(RENT),
            Instruction.readOnly(SYSTEM)),
        HexFormat.of().parseHex("fef34862fb82a8d5"));
  }

  private Instruction initializeUser(Bot bot) {
    byte[] name = Arrays.copyOf(bot.name().getBytes(UTF_8), NAME_BYTES);
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(
            Instruction.writable(bot.tradingAccount()),
            Instruction.writable(addresses.userStats(bot.owner())),
            Instruction.writable(addresses.state()),
            Instruction.readOnly(bot.owner()),
            Instruction.payer(bot.owner()),
            Instruction.readOnly(RENT),
            Instruction.readOnly(SYSTEM)),
        data("6f11b9fa3c7a26fe", bot.subAccount(), name));
  }

  private static Instruction updateDelegate(Bot bot) {
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(Instruction.writable(bot.tradingAccount()), Instruction.signer(bot.owner())),
        data("8bcd8d8d71245ebb", bot.subAccount(), Base58.decode(bot.agentWallet())));
  }

  private static byte[] data(String discriminator, int subAccount, byte[] rest) {
    return ByteBuffer.allocate(8 + 2 + rest.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HexFormat.of().parseHex(discriminator))
        .putShort((short) subAccount)
        .put(rest)
        .array();
  }
}
