package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Rent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Opens trading accounts and names their delegates. The payer pays the rent. */
final class UserSetup {
  private static final String STATS = "b0df881b7a4f20e3";
  private static final int STATS_BYTES = 240;
  private static final int SUB_ACCOUNTS = 184;
  private static final int SUB_ACCOUNTS_EVER = 186;
  private static final int RESULT_WITH_NEGATIVE_LAMPORTS = 1;

  void initializeStats(Instruction on) throws InstructionFailedException {
    DriftAccounts.requireState(on, 1);
    DriftAccounts.requireWritable(on, 1);
    Address authority = on.meta(2).address();
    byte[] data = AccountBytes.of(STATS, STATS_BYTES);
    authority.copyTo(data, 8);
    create(on, 0, 3, DriftAddresses.userStats(authority), data);
  }

  void initializeUser(DriftInstruction.InitializeUser init, Instruction on)
      throws InstructionFailedException {
    byte[] stats = DriftAccounts.requireOwned(on, 1, STATS).clone();
    DriftAccounts.requireWritable(on, 1);
    DriftAccounts.requireState(on, 2);
    DriftAccounts.requireWritable(on, 2);
    Address authority = on.meta(3).address();
    if (!on.meta(1).address().equals(DriftAddresses.userStats(authority))) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_SEEDS);
    }
    ByteBuffer view = ByteBuffer.wrap(stats).order(ByteOrder.LITTLE_ENDIAN);
    int ever = view.getShort(SUB_ACCOUNTS_EVER) & 0xffff;
    UserAccount user = UserAccount.create(authority, init.subAccount(), init.name());
    create(on, 0, 4, DriftAddresses.user(authority, init.subAccount()), user.toBytes());
    if (init.subAccount() != ever) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_SUB_ACCOUNT);
    }
    view.putShort(SUB_ACCOUNTS, (short) (view.getShort(SUB_ACCOUNTS) + 1));
    view.putShort(SUB_ACCOUNTS_EVER, (short) (ever + 1));
    on.write(on.meta(1), on.account(on.meta(1).address()).withData(stats));
  }

  void updateDelegate(DriftInstruction.UpdateUserDelegate update, Instruction on)
      throws InstructionFailedException {
    UserAccount user = DriftAccounts.user(on, 0);
    DriftAccounts.requireSigner(on, 1);
    Address own = DriftAddresses.user(on.meta(1).address(), update.subAccount());
    if (!own.equals(on.meta(0).address())) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_SEEDS);
    }
    user.delegate(update.delegate());
    Account account = on.account(own);
    on.write(on.meta(0), account.withData(user.toBytes()));
  }

  private static void create(
      Instruction on, int index, int payerIndex, Address expected, byte[] data)
      throws InstructionFailedException {
    DriftAccounts.requireSigner(on, payerIndex);
    Instruction.AccountMeta meta = on.meta(index);
    Instruction.AccountMeta payer = on.meta(payerIndex);
    if (!meta.address().equals(expected)) {
      throw InstructionFailedException.custom(DriftErrors.CONSTRAINT_SEEDS);
    }
    if (on.account(expected).owner().equals(DriftAddresses.PROGRAM)) {
      throw InstructionFailedException.custom(DriftErrors.ALREADY_IN_USE);
    }
    long held = on.account(expected).lamports();
    long rent = Math.max(0, Rent.exemptLamports(data.length) - held);
    Account paying = on.account(payer.address());
    if (paying.lamports() < rent) {
      throw InstructionFailedException.custom(RESULT_WITH_NEGATIVE_LAMPORTS);
    }
    on.write(payer, paying.withLamports(paying.lamports() - rent));
    on.write(meta, new Account(held + rent, data, DriftAddresses.PROGRAM, false));
  }

  static boolean isStatsOf(Instruction on, int index, Address authority)
      throws InstructionFailedException {
    byte[] data = DriftAccounts.requireOwned(on, index, STATS);
    return Address.at(data, 8).equals(authority);
  }
}
