package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Account;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The accounts after an instruction's own: oracles, then spot markets, then perp markets. What a
 * trade touches must be among them, even though this program could find it elsewhere.
 */
final class RemainingAccounts {
  private final Set<Address> oracles = new HashSet<>();
  private final Set<Integer> spots = new HashSet<>();
  private final Map<Integer, Boolean> perps = new HashMap<>();

  static RemainingAccounts after(Instruction instruction, int own) {
    RemainingAccounts found = new RemainingAccounts();
    List<Instruction.AccountMeta> metas = instruction.metas();
    int group = 0;
    for (Instruction.AccountMeta meta : metas.subList(Math.min(own, metas.size()), metas.size())) {
      Account account = instruction.account(meta.address());
      int kind = kind(account);
      if (kind < group) {
        break;
      }
      group = kind;
      found.add(kind, meta, account.data());
    }
    return found;
  }

  private static int kind(Account account) {
    if (!account.owner().equals(DriftAddresses.PROGRAM)) {
      return -1;
    }
    if (Oracle.isOracle(account.data())) {
      return 0;
    }
    if (AccountBytes.has(GenesisAccounts.SPOT_MARKET, account.data())) {
      return 1;
    }
    return AccountBytes.has(GenesisAccounts.PERP_MARKET, account.data()) ? 2 : -1;
  }

  private void add(int kind, Instruction.AccountMeta meta, byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    switch (kind) {
      case 0 -> oracles.add(meta.address());
      case 1 -> spots.add(in.getShort(684) & 0xffff);
      default -> perps.put(in.getShort(1160) & 0xffff, meta.writable());
    }
  }

  /** Everything a margin check of this user reads, and the market to trade in. */
  void requireFor(UserAccount user, int target) throws InstructionFailedException {
    requirePerp(target);
    for (PerpPosition position : user.positions().filter(p -> !p.isFree()).toList()) {
      requirePerp(position.marketIndex());
    }
    if (!spots.contains(0)) {
      throw InstructionFailedException.custom(DriftErrors.SPOT_MARKET_NOT_FOUND);
    }
    requireOracle(DriftAddresses.oracle(Market.USDC_FEED));
  }

  /** A perp market and its oracle. */
  void requirePerp(int index) throws InstructionFailedException {
    if (!perps.containsKey(index)) {
      throw InstructionFailedException.custom(DriftErrors.PERP_MARKET_NOT_FOUND);
    }
    requireOracle(market(index).oracle());
  }

  void requireWritable(int index) throws InstructionFailedException {
    if (!perps.getOrDefault(index, false)) {
      throw InstructionFailedException.custom(DriftErrors.MARKET_WRONG_MUTABILITY);
    }
  }

  private void requireOracle(Address oracle) throws InstructionFailedException {
    if (!oracles.contains(oracle)) {
      throw InstructionFailedException.custom(DriftErrors.ORACLE_NOT_FOUND);
    }
  }

  static Market market(int index) throws InstructionFailedException {
    return Market.at(index)
        .orElseThrow(() -> InstructionFailedException.custom(DriftErrors.PERP_MARKET_NOT_FOUND));
  }
}
