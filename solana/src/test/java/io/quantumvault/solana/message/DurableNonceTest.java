package io.quantumvault.solana.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Message.Version;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurableNonceTest {
  private static final Address SYSTEM = Address.of(new byte[32]);
  private static final Address PAYER = filled(1);
  private static final Address OTHER = filled(2);
  private static final byte[] ADVANCE = {4, 0, 0, 0};

  private static Address filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Address.of(bytes);
  }

  private static Instruction call(Address program, byte... data) {
    return new Instruction(program, List.of(new AccountMeta(filled(9), false, true)), data);
  }

  private static Message message(Version version, Instruction... instructions) throws Exception {
    return MessageParser.parse(
        MessageCompiler.compile(version, PAYER, filled(3), List.of(instructions)).toBytes());
  }

  @ParameterizedTest
  @EnumSource
  void anAdvancedNonceInFrontIsSeen(Version version) throws Exception {
    assertThat(DurableNonce.leads(message(version, call(SYSTEM, ADVANCE), call(OTHER)))).isTrue();
    assertThat(
            DurableNonce.leads(
                message(version, call(SYSTEM, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 7))))
        .as("the network does not look at what follows")
        .isTrue();
  }

  @Test
  void otherInstructionsAreNone() throws Exception {
    assertThat(DurableNonce.leads(message(Version.V0, call(OTHER, ADVANCE)))).isFalse();
    assertThat(DurableNonce.leads(message(Version.V0, call(OTHER), call(SYSTEM, ADVANCE))))
        .as("only the first counts for the network")
        .isFalse();
    assertThat(DurableNonce.isAdvance(call(SYSTEM, ADVANCE))).isTrue();
    for (byte[] data :
        List.of(new byte[] {2, 0, 0, 0}, new byte[] {4, 0, 0}, new byte[] {4, 0, 0, 1})) {
      assertThat(DurableNonce.isAdvance(call(SYSTEM, data))).isFalse();
    }
    assertThat(DurableNonce.leads(message(Version.V0))).isFalse();
  }
}
