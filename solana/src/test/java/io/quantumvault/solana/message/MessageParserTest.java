package io.quantumvault.solana.message;

import static io.quantumvault.solana.Vectors.hex;
import static io.quantumvault.solana.Vectors.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.solana.Vectors;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Message.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageParserTest {
  private static final Address PAYER = Address.of(filled(1));
  private static final Address PROGRAM = Address.of(filled(2));
  private static final Address BLOCKHASH = Address.of(filled(3));

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] message() {
    return MessageCompiler.compile(
            Version.LEGACY,
            PAYER,
            BLOCKHASH,
            List.of(new Instruction(PROGRAM, List.of(), new byte[] {7})))
        .toBytes();
  }

  @Test
  void trailingBytesAreRefused() {
    byte[] longer = Arrays.copyOf(message(), message().length + 1);
    assertThatThrownBy(() -> MessageParser.parse(longer))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = message();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> MessageParser.parse(cut))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void aNumberInALongerFormIsRefused() {
    byte[] whole = message();
    assertThat(whole[3]).isEqualTo((byte) 2);
    byte[] longer = new byte[whole.length + 1];
    System.arraycopy(whole, 0, longer, 0, 3);
    longer[3] = (byte) 0x82;
    longer[4] = 0;
    System.arraycopy(whole, 4, longer, 5, whole.length - 4);
    assertThatThrownBy(() -> MessageParser.parse(longer)).hasMessageContaining("shortest form");
  }

  @Test
  void aNumberAboveSixteenBitsIsRefused() {
    byte[] bytes = {1, 0, 1, (byte) 0xFF, (byte) 0xFF, 0x04};
    assertThatThrownBy(() -> MessageParser.parse(bytes)).hasMessageContaining("above 65535");
  }

  @Test
  void anUnknownVersionIsRefused() {
    byte[] bytes = message().clone();
    bytes[0] = (byte) 0x81;
    assertThatThrownBy(() -> MessageParser.parse(bytes))
        .isInstanceOfSatisfying(
            UnsupportedVersionException.class, e -> assertThat(e.version()).isEqualTo(1));
  }

  /** Its message comes first: read as the old form it would begin with 129 signatures. */
  @Test
  void aTransactionOfVersionOneIsRefusedAsThat() {
    byte[] bytes = new byte[300];
    bytes[0] = (byte) 0x81;
    bytes[1] = 1;
    assertThatThrownBy(() -> Transaction.parse(bytes))
        .isInstanceOfSatisfying(
            UnsupportedVersionException.class, e -> assertThat(e.version()).isEqualTo(1));
  }

  @Test
  void anAccountListedTwiceIsRefused() {
    byte[] bytes = message().clone();
    System.arraycopy(bytes, 4, bytes, 36, 32);
    assertThatThrownBy(() -> MessageParser.parse(bytes)).hasMessageContaining("twice");
  }

  @Test
  void thePayerAsAProgramIsRefused() {
    byte[] bytes = message().clone();
    bytes[bytes.length - 4] = 0;
    assertThatThrownBy(() -> MessageParser.parse(bytes)).hasMessageContaining("program index");
  }

  @Test
  void aHeaderWithoutAWritablePayerIsRefused() {
    byte[] bytes = message().clone();
    bytes[1] = 1;
    assertThatThrownBy(() -> MessageParser.parse(bytes)).hasMessageContaining("header");
  }

  @Test
  void accountsInLookupTablesAreNotResolved() throws Exception {
    var vector =
        list(Vectors.read("transactions.json").get("vectors")).stream()
            .filter(v -> !v.get("addressLookupTables").isEmpty())
            .findFirst()
            .orElseThrow();
    var message = MessageParser.parse(hex(vector.get("messageHex")));
    assertThatThrownBy(message::resolved).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void whateverIsAcceptedIsWrittenBackAsTheSameBytes() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var messages =
        list(Vectors.read("transactions.json").get("vectors")).stream()
            .map(v -> hex(v.get("messageHex")))
            .toList();
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(MessageParser.parse(bytes).toBytes()).isEqualTo(bytes);
        accepted++;
      } catch (MalformedMessageException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(accepted).isPositive();
  }
}
