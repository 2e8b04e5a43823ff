package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.ExecutionResult;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError.Shared;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Program;
import io.quantumvault.paper.ledger.Rent;
import io.quantumvault.paper.ledger.TransactionError;
import io.quantumvault.paper.ledger.TransactionError.Plain;
import io.quantumvault.paper.transaction.Message;
import io.quantumvault.paper.transaction.TransactionParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes one message against accounts: fee first, then the instructions, all or none of them. The
 * given accounts are not changed; the result carries the changes. Signatures, blockhash and
 * duplicates are the chain's to check.
 */
public final class TransactionExecutor {
  private final Map<Address, Program> programs;

  public TransactionExecutor(Map<Address, Program> programs) {
    this.programs = Map.copyOf(programs);
  }

  public Fees fees(Message message) {
    return Fees.of(message, programs);
  }

  public ExecutionResult execute(Message message, Accounts accounts, BlockContext block) {
    if (TransactionParser.namesAnAccountTwice(message)) {
      return new ExecutionResult.Rejected(Plain.AccountLoadedTwice);
    }
    if (!message.lookups().isEmpty()) {
      return new ExecutionResult.Rejected(Plain.AddressLookupTableNotFound);
    }
    Fees fees = fees(message);
    Account payer = accounts.get(message.feePayer());
    TransactionError refusal = refusal(payer, fees.lamports());
    if (refusal != null) {
      return new ExecutionResult.Rejected(refusal);
    }
    Accounts charged = accounts.child();
    charged.put(message.feePayer(), payer.withLamports(payer.lamports() - fees.lamports()));
    TransactionError unknown = unknownProgram(message, accounts);
    if (unknown != null) {
      return new ExecutionResult.Processed(unknown, fees.lamports(), 0, List.of(), charged);
    }
    return run(message, accounts, charged, fees, block);
  }

  private ExecutionResult run(
      Message message, Accounts before, Accounts charged, Fees fees, BlockContext block) {
    Accounts changed = charged.child();
    List<String> logs = new ArrayList<>();
    long used = 0;
    TransactionError error = null;
    for (int i = 0; i < message.instructions().size() && error == null; i++) {
      Message.CompiledInstruction compiled = message.instructions().get(i);
      Address id = message.keys().get(compiled.programIndex());
      Program program = programs.get(id);
      if (program == null) {
        throw new IllegalStateException("a program disappeared");
      }
      logs.add("Program " + id + " invoke [1]");
      try {
        used += program.units(compiled.data());
        if (used > fees.unitLimit()) {
          used = fees.unitLimit();
          throw new InstructionFailedException(Shared.ComputationalBudgetExceeded);
        }
        program.run(instruction(message, compiled, block, changed, logs));
        logs.add("Program " + id + " success");
      } catch (InstructionFailedException e) {
        error = new TransactionError.InstructionFailed(i, e.error());
      } catch (ArithmeticException e) {
        error = new TransactionError.InstructionFailed(i, Shared.ArithmeticOverflow);
      }
      if (error instanceof TransactionError.InstructionFailed failed) {
        logs.add("Program " + id + " failed: " + failed.error().message());
      }
    }
    if (error == null) {
      error = rentShortage(message, before, changed);
    }
    if (error == null) {
      changed.applyTo(charged);
    }
    return new ExecutionResult.Processed(error, fees.lamports(), used, logs, charged);
  }

  private static Instruction instruction(
      Message message,
      Message.CompiledInstruction compiled,
      BlockContext block,
      Accounts accounts,
      List<String> logs) {
    List<Instruction.AccountMeta> metas = new ArrayList<>();
    for (int index : compiled.accountIndexes()) {
      metas.add(
          new Instruction.AccountMeta(
              message.keys().get(index), message.isSigner(index), message.isWritable(index)));
    }
    return new Instruction(List.copyOf(metas), compiled.data(), block, accounts, logs);
  }

  private static @Nullable TransactionError refusal(Account payer, long fee) {
    if (!payer.exists()) {
      return Plain.AccountNotFound;
    }
    if (!payer.owner().equals(Account.SYSTEM) || payer.data().length > 0) {
      return Plain.InvalidAccountForFee;
    }
    if (payer.lamports() < fee) {
      return Plain.InsufficientFundsForFee;
    }
    long left = payer.lamports() - fee;
    return left > 0 && left < Rent.exemptLamports(0)
        ? new TransactionError.InsufficientFundsForRent(0)
        : null;
  }

  private @Nullable TransactionError unknownProgram(Message message, Accounts accounts) {
    for (Message.CompiledInstruction instruction : message.instructions()) {
      Address id = message.keys().get(instruction.programIndex());
      if (!programs.containsKey(id)) {
        return accounts.get(id).exists()
            ? Plain.InvalidProgramForExecution
            : Plain.ProgramAccountNotFound;
      }
    }
    return null;
  }

  /** An account may not fall below its rent, nor be opened below it; it may be emptied. */
  private static @Nullable TransactionError rentShortage(
      Message message, Accounts before, Accounts after) {
    for (int i = 0; i < message.keys().size(); i++) {
      Account old = before.get(message.keys().get(i));
      Account now = after.get(message.keys().get(i));
      boolean touched = now.lamports() != old.lamports() || now.data().length != old.data().length;
      if (message.isWritable(i)
          && touched
          && now.lamports() > 0
          && now.lamports() < Rent.exemptLamports(now.data().length)) {
        return new TransactionError.InsufficientFundsForRent(i);
      }
    }
    return null;
  }
}
