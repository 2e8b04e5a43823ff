package io.quantumvault.paper.ledger;

import io.quantumvault.paper.address.Address;
import java.util.List;

/** One instruction being executed: its accounts with their rights, its data, and its block. */
@SuppressWarnings("ArrayRecordComponent")
public record Instruction(
    List<AccountMeta> metas,
    byte[] data,
    BlockContext block,
    Accounts accounts,
    List<String> logs) {

  /** An account as this transaction names it. */
  public record AccountMeta(Address address, boolean signer, boolean writable) {}

  /**
   * The account at this place.
   *
   * @throws InstructionFailedException when fewer accounts were passed
   */
  public AccountMeta meta(int index) throws InstructionFailedException {
    if (index >= metas.size()) {
      throw new InstructionFailedException(InstructionError.Shared.NotEnoughAccountKeys);
    }
    return metas.get(index);
  }

  public Account account(Address address) {
    return accounts.get(address);
  }

  /** Writes an account the transaction holds a write lock on. */
  public void write(AccountMeta meta, Account changed) throws InstructionFailedException {
    if (!meta.writable()) {
      boolean balance = accounts.get(meta.address()).lamports() != changed.lamports();
      throw new InstructionFailedException(
          balance
              ? InstructionError.Shared.ReadonlyLamportChange
              : InstructionError.Shared.ReadonlyDataModified);
    }
    accounts.put(meta.address(), changed);
  }

  public void log(String text) {
    logs.add("Program log: " + text);
  }
}
