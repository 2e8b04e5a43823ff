package io.quantumvault.paper.program;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.ledger.Instruction;
import io.quantumvault.paper.ledger.InstructionError.Shared;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.ledger.Program;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Memo: UTF-8 text, signed by every account it names. */
public final class MemoProgram implements Program {
  public static final Address ID = Address.parse("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

  @Override
  public void run(Instruction instruction) throws InstructionFailedException {
    for (Instruction.AccountMeta meta : instruction.metas()) {
      if (!meta.signer()) {
        throw new InstructionFailedException(Shared.MissingRequiredSignature);
      }
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(instruction.data()))
              .toString();
      instruction.log("Memo (len " + instruction.data().length + "): \"" + text + "\"");
    } catch (CharacterCodingException e) {
      throw new InstructionFailedException(Shared.InvalidInstructionData);
    }
  }

  @Override
  public long units(byte[] data) {
    return 5_000 + 100L * data.length;
  }
}
