package io.quantumvault.paper.ledger;

/** Why a transaction failed, named and worded as a Solana node does. */
public sealed interface TransactionError {
  String message();

  /** An instruction failed; the fee is charged. */
  record InstructionFailed(int index, InstructionError error) implements TransactionError {
    @Override
    public String message() {
      return "Error processing Instruction " + index + ": " + error.message();
    }
  }

  /** An account would be left with too little for its rent. */
  record InsufficientFundsForRent(int accountIndex) implements TransactionError {
    @Override
    public String message() {
      return "Transaction results in an account ("
          + accountIndex
          + ") with insufficient funds for"
          + " rent";
    }
  }

  /** A compute-budget instruction says what an earlier one has said; nothing is charged. */
  record DuplicateInstruction(int index) implements TransactionError {
    @Override
    public String message() {
      return "Transaction contains a duplicate instruction (" + index + ") that is not allowed";
    }
  }

  /** Everything that needs no detail; the constant's name is what appears in {@code err}. */
  enum Plain implements TransactionError {
    AccountNotFound("Attempt to debit an account but found no record of a prior credit."),
    AlreadyProcessed("This transaction has already been processed"),
    BlockhashNotFound("Blockhash not found"),
    InsufficientFundsForFee("Insufficient funds for fee"),
    InvalidAccountForFee("This account may not be used to pay transaction fees"),
    ProgramAccountNotFound("Attempt to load a program that does not exist"),
    InvalidProgramForExecution("This program may not be used for executing instructions"),
    AccountLoadedTwice("Account loaded twice"),
    AddressLookupTableNotFound("Transaction loads an address table account that doesn't exist"),
    InvalidAddressLookupTableOwner(
        "Transaction loads an address table account with an invalid owner"),
    InvalidAddressLookupTableData("Transaction loads an address table account with invalid data"),
    InvalidAddressLookupTableIndex("Transaction address table lookup uses an invalid index"),
    InvalidLoadedAccountsDataSizeLimit(
        "LoadedAccountsDataSizeLimit set for transaction must be greater than 0.");

    private final String message;

    Plain(String message) {
      this.message = message;
    }

    @Override
    public String message() {
      return message;
    }
  }
}
