package io.quantumvault.solana.message;

import io.quantumvault.solana.address.Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** One call of a program. */
@SuppressWarnings("ArrayRecordComponent")
public record Instruction(Address program, List<AccountMeta> accounts, byte[] data) {
  /** Copies what can change. */
  public Instruction {
    accounts = List.copyOf(accounts);
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instruction that
        && program.equals(that.program)
        && accounts.equals(that.accounts)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * program.hashCode() + accounts.hashCode()) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return program + " " + HexFormat.of().formatHex(data) + " " + accounts;
  }
}
