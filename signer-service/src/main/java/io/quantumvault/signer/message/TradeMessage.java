package io.quantumvault.signer.message;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.ComputeBudget;
import io.quantumvault.solana.message.Instruction;
import io.quantumvault.solana.message.Message;
import io.quantumvault.solana.message.MessageCompiler;
import java.util.ArrayList;
import java.util.List;

/** Builds the bytes to be signed: compute budget first, then the venue's instruction. */
public final class TradeMessage {
  private TradeMessage() {}

  /** How much work is asked for and bid for. */
  public record Budget(int computeUnits, long microLamportsPerUnit) {
    /** All that the network lets one ask for, without a bid: for a simulation. */
    public static final Budget MOST = new Budget((int) MessageCheck.MAX_COMPUTE_UNITS, 0);
  }

  /** Message bytes with the agent as the only signer. */
  public static byte[] compile(
      Address agent, Address blockhash, Budget budget, List<Instruction> atVenue) {
    var instructions = new ArrayList<Instruction>();
    instructions.add(ComputeBudget.limit(budget.computeUnits()));
    if (budget.microLamportsPerUnit() > 0) {
      instructions.add(ComputeBudget.price(budget.microLamportsPerUnit()));
    }
    instructions.addAll(atVenue);
    return MessageCompiler.compile(Message.Version.V0, agent, blockhash, instructions).toBytes();
  }
}
