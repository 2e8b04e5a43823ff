package io.quantumvault.paper;

import io.quantumvault.paper.address.Address;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles and signs transactions for tests, legacy or version 0. */
public final class Compiled {
  private Compiled() {}

  public static byte[] message(
      boolean versioned, Wallet payer, Address blockhash, List<Call> calls) {
    Map<Address, boolean[]> rights = new LinkedHashMap<>();
    rights.put(payer.address(), new boolean[] {true, true});
    for (Call call : calls) {
      for (Call.Use use : call.uses()) {
        boolean[] has = rights.computeIfAbsent(use.address(), a -> new boolean[2]);
        has[0] |= use.signer();
        has[1] |= use.writable();
      }
    }
    calls.forEach(c -> rights.computeIfAbsent(c.program(), a -> new boolean[2]));
    List<Address> keys = new ArrayList<>();
    int[] counts = new int[4];
    for (int kind = 0; kind < 4; kind++) {
      boolean signer = kind < 2;
      boolean writable = kind % 2 == 0;
      for (Map.Entry<Address, boolean[]> entry : rights.entrySet()) {
        if (entry.getValue()[0] == signer && entry.getValue()[1] == writable) {
          keys.add(entry.getKey());
          counts[kind]++;
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (versioned) {
      out.write(0x80);
    }
    out.write(counts[0] + counts[1]);
    out.write(counts[1]);
    out.write(counts[3]);
    out.write(keys.size());
    keys.forEach(k -> out.writeBytes(k.toBytes()));
    out.writeBytes(blockhash.toBytes());
    out.write(calls.size());
    for (Call call : calls) {
      out.write(keys.indexOf(call.program()));
      out.write(call.uses().size());
      call.uses().forEach(u -> out.write(keys.indexOf(u.address())));
      length(out, call.data().length);
      out.writeBytes(call.data());
    }
    if (versioned) {
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    if (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      out.write(length >> 7);
    } else {
      out.write(length);
    }
  }

  /** Signed by the payer first, then by the others in order. */
  public static byte[] sign(byte[] message, Wallet... signers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(signers.length);
    for (Wallet signer : signers) {
      out.writeBytes(signer.sign(message));
    }
    out.writeBytes(message);
    return out.toByteArray();
  }

  public static String base64(byte[] wire) {
    return Base64.getEncoder().encodeToString(wire);
  }
}
