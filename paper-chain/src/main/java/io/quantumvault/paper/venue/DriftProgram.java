package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Program;
import java.util.Optional;

/** The Drift v2 program: reads an instruction and hands it to those who carry it out. */
public final class DriftProgram implements Program {
  private final UserSetup setup = new UserSetup();
  private final Trading trading;
  private final Cancelling cancelling = new Cancelling();

  public DriftProgram(VenueSettings settings) {
    trading = new Trading(settings);
  }

  @Override
  public void run(Instruction instruction) throws InstructionFailedException {
    Optional<DriftInstruction> read;
    try {
      read = DriftInstructionReader.read(instruction.data());
    } catch (IllegalArgumentException e) {
      throw InstructionFailedException.custom(DriftErrors.DID_NOT_DESERIALIZE);
    }
    if (read.isEmpty()) {
      throw InstructionFailedException.custom(DriftErrors.FALLBACK_NOT_FOUND);
    }
    instruction.log("Instruction: " + read.get().getClass().getSimpleName());
    try {
      dispatch(read.get(), instruction);
    } catch (ArithmeticException e) {
      throw InstructionFailedException.custom(DriftErrors.TRADE_SIZE_TOO_LARGE);
    }
  }

  private void dispatch(DriftInstruction asked, Instruction on) throws InstructionFailedException {
    switch (asked) {
      case DriftInstruction.InitializeUserStats ignored -> setup.initializeStats(on);
      case DriftInstruction.InitializeUser init -> setup.initializeUser(init, on);
      case DriftInstruction.UpdateUserDelegate update -> setup.updateDelegate(update, on);
      case DriftInstruction.PlacePerpOrder place -> trading.place(place, on);
      case DriftInstruction.PlaceAndTakePerpOrder take -> trading.placeAndTake(take, on);
      case DriftInstruction.PlaceOrders place -> trading.placeAll(place, on);
      case DriftInstruction.SettlePnl settle -> trading.settle(settle, on);
      case DriftInstruction.CancelOrder cancel -> cancelling.one(cancel, on);
      case DriftInstruction.CancelOrders cancel -> cancelling.matching(cancel, on);
      case DriftInstruction.CancelOrdersByIds cancel -> cancelling.byIds(cancel, on);
      case DriftInstruction.CancelOrderByUserId cancel -> cancelling.byUserId(cancel, on);
    }
  }

  @Override
  public long units(byte[] data) {
    return DriftUnits.of(data);
  }
}
