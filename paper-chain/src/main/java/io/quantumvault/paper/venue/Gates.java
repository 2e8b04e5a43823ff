package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;

/** What a pause, a market's status or a stale oracle lets through. */
final class Gates {
  private static final int ALL_PAUSED = 255;
  private static final int FILLS_PAUSED = 8;
  private static final int SETTLING_PAUSED = 64;
  private static final int INITIALIZED = 0;
  private static final int ACTIVE = 1;
  private static final int REDUCE_ONLY = 6;
  private static final int SETTLEMENT = 7;

  /** The real program's standard guard rails. */
  private static final long STALE_FOR_FILLS_SLOTS = 10;

  private static final long STALE_FOR_MARGIN_SLOTS = 120;

  private Gates() {}

  static void requireOpen(Instruction on) throws InstructionFailedException {
    require(VenueDesk.exchangeStatus(on.accounts()) != ALL_PAUSED, DriftErrors.EXCHANGE_PAUSED);
  }

  static void requireFillsOpen(Instruction on) throws InstructionFailedException {
    boolean paused = (VenueDesk.exchangeStatus(on.accounts()) & FILLS_PAUSED) != 0;
    require(!paused, DriftErrors.EXCHANGE_PAUSED);
  }

  static void requireSettlingOpen(Instruction on) throws InstructionFailedException {
    boolean paused = (VenueDesk.exchangeStatus(on.accounts()) & SETTLING_PAUSED) != 0;
    require(!paused, DriftErrors.EXCHANGE_PAUSED);
  }

  static void requirePlacing(Market market, Instruction on) throws InstructionFailedException {
    int status = VenueDesk.marketStatus(on.accounts(), market);
    require(status != INITIALIZED, DriftErrors.MARKET_BEING_INITIALIZED);
    require(status < SETTLEMENT, DriftErrors.MARKET_PLACE_ORDER_PAUSED);
  }

  static void requireFilling(Market market, Instruction on) throws InstructionFailedException {
    require(fills(VenueDesk.marketStatus(on.accounts(), market)), DriftErrors.MARKET_FILL_PAUSED);
  }

  /** What a new order that adds risk needs: a market for more than reducing, and a price. */
  static void requireAddingRisk(Market market, Instruction on) throws InstructionFailedException {
    require(
        VenueDesk.marketStatus(on.accounts(), market) != REDUCE_ONLY,
        DriftErrors.NOT_RISK_REDUCING);
    require(
        Oracle.ageSlots(on.accounts(), market.oracle(), on.block()) <= STALE_FOR_MARGIN_SLOTS,
        DriftErrors.INVALID_ORACLE);
  }

  /** Whether a keeper may fill or trigger in this market now. */
  static boolean keepersWork(Market market, Accounts accounts, BlockContext block) {
    return (VenueDesk.exchangeStatus(accounts) & FILLS_PAUSED) == 0
        && fills(VenueDesk.marketStatus(accounts, market))
        && isFresh(market, accounts, block);
  }

  /** Whether the venue itself trades at the oracle's price. */
  static boolean isFresh(Market market, Accounts accounts, BlockContext block) {
    return Oracle.ageSlots(accounts, market.oracle(), block) <= STALE_FOR_FILLS_SLOTS;
  }

  private static boolean fills(int status) {
    return status == ACTIVE || status == REDUCE_ONLY;
  }

  private static void require(boolean sound, int otherwise) throws InstructionFailedException {
    if (!sound) {
      throw InstructionFailedException.custom(otherwise);
    }
  }
}
