package io.quantumvault.signer.message;

import io.quantumvault.signer.venue.BotAccount;
import io.quantumvault.signer.venue.Venue;
import io.quantumvault.signer.venue.VenueAction;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.ComputeBudget;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.MalformedMessageException;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageParser;
import io.quantumvault.solana.message.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * The last look before a signature: parses the final bytes again and understands all of them, or
 * finds them unfit. Nothing that was used to build the message is trusted here. Rule: step 5 of the
 * page docs/signer.md.
 */
public final class MessageCheck {
  /** The network's own ceiling of compute units. */
  public static final long MAX_COMPUTE_UNITS = 1_400_000;

  private static final int SIGNATURE_AND_COUNT = 1 + Transaction.SIGNATURE_LENGTH;

  private MessageCheck() {}

  /** What the bytes must be. */
  public record Expected(
      BotAccount bot,
      Venue venue,
      VenueAction action,
      Address blockhash,
      long maxPriorityFeeLamports) {}

  /** What the bytes were found to be. */
  public sealed interface Verdict {
    /** Every byte is understood and allowed. */
    record Fit(long priorityFeeLamports) implements Verdict {}

    /** Something is not; nothing may be signed. */
    record Unfit(String problem) implements Verdict {}
  }

  /** Checks message bytes. */
  public static Verdict check(byte[] bytes, Expected expected) {
    try {
      return read(bytes, expected);
    } catch (MalformedMessageException e) {
      return new Verdict.Unfit("cannot be parsed: " + e.getMessage());
    }
  }

  private static Verdict read(byte[] bytes, Expected expected) throws MalformedMessageException {
    if (bytes.length + SIGNATURE_AND_COUNT > Transaction.MAX_BYTES) {
      return new Verdict.Unfit("the transaction is larger than the network takes");
    }
    Message message = MessageParser.parse(bytes);
    if (!message.lookups().isEmpty()) {
      return new Verdict.Unfit("accounts stand in a lookup table");
    }
    if (message.requiredSignatures() != 1) {
      return new Verdict.Unfit("it needs " + message.requiredSignatures() + " signatures");
    }
    if (!message.feePayer().equals(expected.bot().agent())) {
      return new Verdict.Unfit("the fee payer is " + message.feePayer());
    }
    if (!message.blockhash().equals(expected.blockhash())) {
      return new Verdict.Unfit("the blockhash is not a recent one of this signer");
    }
    return instructions(message.resolved(), expected);
  }

  private static Verdict instructions(List<Instruction> instructions, Expected expected) {
    long units = -1;
    long price = -1;
    var atVenue = new ArrayList<Instruction>();
    for (var instruction : instructions) {
      if (instruction.program().equals(ComputeBudget.PROGRAM)) {
        var request = ComputeBudget.read(instruction.data()).orElse(null);
        switch (request) {
          case null -> {
            return new Verdict.Unfit("a compute budget instruction that is not understood");
          }
          case ComputeBudget.Request.Limit limit -> {
            if (units >= 0) {
              return new Verdict.Unfit("two compute limits");
            }
            units = limit.units();
          }
          case ComputeBudget.Request.Price bid -> {
            if (price >= 0 || bid.microLamports() < 0) {
              return new Verdict.Unfit("two compute prices, or one out of range");
            }
            price = bid.microLamports();
          }
        }
        if (!instruction.accounts().isEmpty()) {
          return new Verdict.Unfit("a compute budget instruction with accounts");
        }
      } else if (instruction.program().equals(expected.venue().program())) {
        atVenue.add(instruction);
      } else {
        return new Verdict.Unfit("a program that is not allowed: " + instruction.program());
      }
    }
    var objection = expected.venue().objection(atVenue, expected.bot(), expected.action());
    if (objection.isPresent()) {
      return new Verdict.Unfit(objection.get());
    }
    return fee(units, price, expected.maxPriorityFeeLamports());
  }

  private static Verdict fee(long units, long price, long maxLamports) {
    if (units < 0 || units > MAX_COMPUTE_UNITS) {
      return new Verdict.Unfit("no compute limit, or one above " + MAX_COMPUTE_UNITS);
    }
    long lamports;
    try {
      lamports = price <= 0 ? 0 : ComputeBudget.priorityFeeLamports(units, price);
    } catch (ArithmeticException e) {
      return new Verdict.Unfit("a priority fee beyond all bounds");
    }
    return lamports > maxLamports
        ? new Verdict.Unfit("a priority fee of " + lamports + " lamports is above " + maxLamports)
        : new Verdict.Fit(lamports);
  }
}
