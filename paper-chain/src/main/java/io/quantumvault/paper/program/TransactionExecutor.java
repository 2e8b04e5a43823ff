package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Accounts;
import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.ExecutionResult;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError;
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

  public ExecutionResult execute(Message sent, Accounts accounts, BlockContext block) {
    return switch (LookupTables.load(sent, accounts)) {
      case LookupTables.Loading.Failed failed -> new ExecutionResult.Rejected(failed.error());
      case LookupTables.Loading.Loaded loaded -> whole(loaded.message(), accounts, block);
    };
  }

  private ExecutionResult whole(Message message, Accounts accounts, BlockContext block) {
    if (TransactionParser.namesAnAccountTwice(message)) {
      return new ExecutionResult.Rejected(Plain.AccountLoadedTwice);
    }
    if (ComputeBudget.read(message) instanceof ComputeBudget.Asked.Refused refused) {
      return new ExecutionResult.Rejected(refused.error());
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
      return new ExecutionResult.Processed(
          message, unknown, fees.lamports(), 0, List.of(), charged);
    }
    return run(message, accounts, charged, fees, block);
  }

  private ExecutionResult run(
      Message message, Accounts before, Accounts charged, Fees fees, BlockContext block) {
    Run run = new Run(message, block, charged.child(), new Meter(fees.unitLimit()));
    TransactionError error = null;
    for (int i = 0; i < message.instructions().size() && error == null; i++) {
      InstructionError failed = one(message.instructions().get(i), run);
      error = failed == null ? null : new TransactionError.InstructionFailed(i, failed);
    }
    if (error == null) {
      error = rentShortage(message, before, run.accounts());
    }
    if (error == null) {
      run.accounts().applyTo(charged);
    }
    return new ExecutionResult.Processed(
        message, error, fees.lamports(), run.meter().used(), run.logs(), charged);
  }

  /** A message on its way through its instructions. */
  private record Run(
      Message message, BlockContext block, Accounts accounts, Meter meter, List<String> logs) {
    Run(Message message, BlockContext block, Accounts accounts, Meter meter) {
      this(message, block, accounts, meter, new ArrayList<>());
    }
  }

  private @Nullable InstructionError one(Message.CompiledInstruction compiled, Run run) {
    Address id = run.message().keys().get(compiled.programIndex());
    Program program = programs.get(id);
    if (program == null) {
      throw new IllegalStateException("a program disappeared");
    }
    List<String> logs = run.logs();
    logs.add("Program " + id + " invoke [1]");
    long left = run.meter().left();
    if (!run.meter().bill(program.units(compiled.data()))) {
      return outOfUnits(id, program, left, logs);
    }
    InstructionError error = execute(program, instruction(compiled, run));
    if (!program.isBuiltIn()) {
      logs.add(consumed(id, program.units(compiled.data()), left));
    }
    logs.add(
        error == null
            ? "Program " + id + " success"
            : "Program " + id + " failed: " + error.message());
    return error;
  }

  /** A deployed program is stopped in its middle, a built-in one is refused its units. */
  private static InstructionError outOfUnits(
      Address id, Program program, long left, List<String> logs) {
    if (program.isBuiltIn()) {
      logs.add("Program " + id + " failed: " + Shared.ComputationalBudgetExceeded.message());
      return Shared.ComputationalBudgetExceeded;
    }
    logs.add(consumed(id, left, left));
    logs.add("Program " + id + " failed: exceeded CUs meter at BPF instruction");
    return Shared.ProgramFailedToComplete;
  }

  private static String consumed(Address id, long units, long of) {
    return "Program " + id + " consumed " + units + " of " + of + " compute units";
  }

  private static @Nullable InstructionError execute(Program program, Instruction instruction) {
    try {
      program.run(instruction);
      return null;
    } catch (InstructionFailedException e) {
      return e.error();
    } catch (ArithmeticException e) {
      return Shared.ArithmeticOverflow;
    }
  }

  private static Instruction instruction(Message.CompiledInstruction compiled, Run run) {
    Message message = run.message();
    List<Address> accounts = message.accounts();
    List<Instruction.AccountMeta> metas = new ArrayList<>();
    for (int index : compiled.accountIndexes()) {
      metas.add(
          new Instruction.AccountMeta(
              accounts.get(index), message.isSigner(index), message.isWritable(index)));
    }
    return new Instruction(
        List.copyOf(metas), compiled.data(), run.block(), run.accounts(), run.logs());
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
    List<Address> accounts = message.accounts();
    for (int i = 0; i < accounts.size(); i++) {
      Account old = before.get(accounts.get(i));
      Account now = after.get(accounts.get(i));
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
