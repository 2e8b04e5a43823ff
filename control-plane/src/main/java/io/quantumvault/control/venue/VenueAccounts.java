package io.quantumvault.control.venue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.AccountMeta;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageCompiler;
import io.quantumvault.solana.message.Transaction;
import io.quantumvault.solana.venue.drift.DriftAddresses;
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
  private static final Address SYSTEM = Address.of("11111111111111111111111111111111");
  private static final Address RENT = Address.of("SysvarRent111111111111111111111111111111111");
  private static final int NAME_BYTES = 32;

  private final DriftAddresses addresses = DriftAddresses.V2;
  private final ChainReads chain;

  public VenueAccounts(ChainReads chain) {
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
      var owner = Address.of(bot.owner());
      var account = Address.of(bot.tradingAccount());
      var instructions = new ArrayList<Instruction>();
      var steps = new ArrayList<String>();
      if (!chain.exists(addresses.userStats(owner))) {
        instructions.add(initializeUserStats(owner));
        steps.add("make the venue's statistics account of this wallet");
      }
      if (!chain.exists(account)) {
        instructions.add(initializeUser(owner, account, bot));
        steps.add("make venue account " + account);
      }
      if (!bot.agentWallet().equals(bot.owner())) {
        instructions.add(updateDelegate(owner, account, bot));
        steps.add("let agent wallet " + bot.agentWallet() + " trade on it, not withdraw");
      }
      return Outcome.done(new SetUp(unsigned(owner, chain.latestBlockhash(), instructions), steps));
    } catch (ChainUnavailableException e) {
      return Outcome.refused(Refusal.CHAIN_UNAVAILABLE);
    }
  }

  /** A legacy transaction with room for the owner's signature, the only one. */
  private static byte[] unsigned(Address owner, Address blockhash, List<Instruction> instructions) {
    var message = MessageCompiler.compile(Message.Version.LEGACY, owner, blockhash, instructions);
    if (message.requiredSignatures() != 1) {
      throw new IllegalStateException("only the owner signs");
    }
    byte[] wire = Transaction.wire(new byte[Transaction.SIGNATURE_LENGTH], message.toBytes());
    if (wire.length > Transaction.MAX_BYTES) {
      throw new IllegalStateException("the transaction is too long");
    }
    return wire;
  }

  private Instruction initializeUserStats(Address owner) {
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(
            AccountMeta.writable(addresses.userStats(owner)),
            AccountMeta.writable(addresses.state()),
            AccountMeta.readOnly(owner),
            new AccountMeta(owner, true, true),
            AccountMeta.readOnly(RENT),
            AccountMeta.readOnly(SYSTEM)),
        HexFormat.of().parseHex("fef34862fb82a8d5"));
  }

  private Instruction initializeUser(Address owner, Address account, Bot bot) {
    byte[] name = Arrays.copyOf(bot.name().getBytes(UTF_8), NAME_BYTES);
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(
            AccountMeta.writable(account),
            AccountMeta.writable(addresses.userStats(owner)),
            AccountMeta.writable(addresses.state()),
            AccountMeta.readOnly(owner),
            new AccountMeta(owner, true, true),
            AccountMeta.readOnly(RENT),
            AccountMeta.readOnly(SYSTEM)),
        data("6f11b9fa3c7a26fe", bot.subAccount(), name));
  }

  private static Instruction updateDelegate(Address owner, Address account, Bot bot) {
    return new Instruction(
        DriftAddresses.PROGRAM,
        List.of(AccountMeta.writable(account), AccountMeta.signer(owner)),
        data("8bcd8d8d71245ebb", bot.subAccount(), Address.of(bot.agentWallet()).bytes()));
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
