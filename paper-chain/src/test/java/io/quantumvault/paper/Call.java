package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import java.util.ArrayList;
import java.util.List;

/** An instruction to be put into a transaction. */
@SuppressWarnings("ArrayRecordComponent")
public record Call(Address program, List<Use> uses, byte[] data) {
  /** An account and the rights asked for. */
  public record Use(Address address, boolean signer, boolean writable) {}

  public static Call to(Address program, byte[] data) {
    return new Call(program, List.of(), data);
  }

  public Call with(Address address, String rights) {
    List<Use> more = new ArrayList<>(uses);
    more.add(new Use(address, rights.contains("S"), rights.contains("W")));
    return new Call(program, more, data);
  }
}
