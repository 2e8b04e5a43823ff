package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;

/** The checks Anchor makes on an instruction's own accounts before the program runs. */
final class DriftAccounts {
  private DriftAccounts() {}

  static void requireState(Instruction on, int index) throws InstructionFailedException {
    requireOwned(on, index, GenesisAccounts.STATE);
    if (!on.meta(index).address().equals(DriftAddresses.STATE)) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_SEEDS);
    }
  }

  static void requireSigner(Instruction on, int index) throws InstructionFailedException {
    if (!on.meta(index).signer()) {
      throw InstructionFailedException.custom(DriftErrors.ACCOUNT_NOT_SIGNER);
    }
  }

  static void requireWritable(Instruction on, int index) throws InstructionFailedException {
    if (!on.meta(index).writable()) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_MUT);
    }
  }

  static byte[] requireOwned(Instruction on, int index, String discriminator)
      throws InstructionFailedException {
    Account account = on.account(on.meta(index).address());
    if (!account.exists()) {
      throw InstructionFailedException.custom(DriftErrors.ACCOUNT_NOT_INITIALIZED);
    }
    if (!account.owner().equals(DriftAddresses.PROGRAM)) {
      throw InstructionFailedException.custom(DriftErrors.OWNED_BY_WRONG_PROGRAM);
    }
    if (!AccountBytes.has(discriminator, account.data())) {
      throw InstructionFailedException.custom(DriftErrors.DISCRIMINATOR_MISMATCH);
    }
    return account.data();
  }

  static UserAccount user(Instruction on, int index) throws InstructionFailedException {
    byte[] data = requireOwned(on, index, UserAccount.DISCRIMINATOR);
    requireWritable(on, index);
    return UserAccount.read(data);
  }

  /** The user at {@code index}, to be traded for by its authority or delegate. */
  static UserAccount tradableUser(Instruction on, int index, int signer)
      throws InstructionFailedException {
    UserAccount user = user(on, index);
    requireSigner(on, signer);
    if (!user.maySign(on.meta(signer).address())) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_RAW);
    }
    return user;
  }

  static void save(Instruction on, int index, UserAccount user) throws InstructionFailedException {
    user.active(on.block().slot());
    Account account = on.account(on.meta(index).address());
    on.write(on.meta(index), account.withData(user.toBytes()));
  }
}
