package io.quantumvault.paper.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.paper.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bitcoinj.base.Base58;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class TransactionParserTest {

  static Stream<JsonNode> vectors() throws IOException {
    return Vectors.list(Vectors.read("transactions.json").get("vectors")).stream();
  }

  private static byte[] wire(JsonNode vector) {
    return Base64.getDecoder().decode(vector.get("serializedBase64").stringValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatAnotherImplementationWrote(JsonNode vector) throws Exception {
    Transaction transaction = TransactionParser.parse(wire(vector));
    Message message = transaction.message();

    assertThat(transaction.isSigned()).isTrue();
    assertThat(HexFormat.of().formatHex(transaction.messageBytes()))
        .isEqualTo(vector.get("messageHex").stringValue());
    assertThat(transaction.signatures().stream().map(Base58::encode).toList())
        .isEqualTo(texts(vector.get("signaturesBase58")));
    assertThat(message.versioned()).isEqualTo(vector.get("version").stringValue().equals("v0"));
    assertThat(message.feePayer()).hasToString(vector.get("payer").stringValue());
    assertThat(message.recentBlockhash()).hasToString(vector.get("recentBlockhash").stringValue());
    assertThat(message.lookups()).hasSize(vector.get("addressLookupTables").size());
    assertThat(message.instructions()).hasSize(vector.get("instructions").size());
    for (int i = 0; i < message.instructions().size(); i++) {
      same(message, message.instructions().get(i), vector.at("/instructions/" + i));
    }
    for (int i = 0; i < message.keys().size(); i++) {
      String key = message.keys().get(i).toString();
      assertThat(message.isSigner(i)).as(key).isEqualTo(has("isSigner", key, vector));
      assertThat(message.isWritable(i)).as(key).isEqualTo(has("isWritable", key, vector));
    }
  }

  /** An account has a right that any instruction asks for; the payer has both. */
  private static boolean has(String right, String key, JsonNode vector) {
    return key.equals(vector.get("payer").stringValue())
        || Vectors.list(vector.get("instructions")).stream()
            .flatMap(instruction -> Vectors.list(instruction.get("accounts")).stream())
            .anyMatch(account ->
                account.get("pubkey").stringValue().equals(key)
                    && account.get(right).booleanValue());
  }

  private static void same(
      Message message, Message.CompiledInstruction instruction, JsonNode expected) {
    assertThat(message.keys().get(instruction.programIndex()))
        .hasToString(expected.get("programId").stringValue());
    assertThat(HexFormat.of().formatHex(instruction.data()))
        .isEqualTo(expected.get("dataHex").stringValue());
    assertThat(instruction.accountIndexes()).hasSize(expected.get("accounts").size());
    for (int i = 0; i < instruction.accountIndexes().length; i++) {
      int index = instruction.accountIndexes()[i];
      JsonNode account = expected.at("/accounts/" + i);
      if (index < message.keys().size()) {
        assertThat(message.keys().get(index)).hasToString(account.get("pubkey").stringValue());
      } else {
        // Of a lookup table, which the message names and does not hold.
        assertThat(message.lookups()).isNotEmpty();
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    return Vectors.list(array).stream().map(JsonNode::stringValue).toList();
  }

  static Stream<JsonNode> signedByOne() throws IOException {
    return vectors().filter(vector -> vector.get("signaturesBase58").size() == 1);
  }

  @ParameterizedTest
  @MethodSource("signedByOne")
  void aSignatureThatOnlyALenientVerifierTakesIsNone(JsonNode vector) throws Exception {
    byte[] seed = new byte[32];
    new Random(vector.get("payer").stringValue().hashCode()).nextBytes(seed);
    byte[] payer = NonStrictSignature.underKeyOf(seed, new byte[0]).getFirst().publicKey();
    String ours =
        hex(wire(vector))
            .replace(hex(Base58.decode(vector.get("payer").stringValue())), hex(payer));
    byte[] message = TransactionParser.parse(HexFormat.of().parseHex(ours)).messageBytes();

    for (var lenient : NonStrictSignature.underKeyOf(seed, message)) {
      String forged =
          ours.replace(
              hex(Base58.decode(vector.get("signaturesBase58").get(0).stringValue())),
              hex(lenient.signature()));
      Transaction transaction = TransactionParser.parse(HexFormat.of().parseHex(forged));

      assertThat(transaction.signatures().getFirst()).isEqualTo(lenient.signature());
      assertThat(transaction.message().feePayer()).hasToString(Base58.encode(payer));
      assertThat(transaction.isSigned()).as(lenient.toString()).isFalse();
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refusesEveryShorterAndLongerForm(JsonNode vector) {
    byte[] wire = wire(vector);
    for (int length = 0; length < wire.length; length++) {
      byte[] cut = Arrays.copyOf(wire, length);
      assertThatThrownBy(() -> TransactionParser.parse(cut))
          .isInstanceOf(MalformedTransactionException.class);
    }
    assertThatThrownBy(() -> TransactionParser.parse(Arrays.copyOf(wire, wire.length + 1)))
        .isInstanceOf(MalformedTransactionException.class);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void noChangedBitIsStillSigned(JsonNode vector) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] wire = wire(vector);
    for (int i = 0; i < 200; i++) {
      byte[] changed = wire.clone();
      changed[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(isSigned(changed)).as("seed %d, change %d", seed, i).isFalse();
    }
  }

  private static boolean isSigned(byte[] wire) {
    try {
      return TransactionParser.parse(wire).isSigned();
    } catch (MalformedTransactionException e) {
      return false;
    }
  }

  @Test
  void refusesWhatFitsInNoPacket() {
    assertThatThrownBy(() -> TransactionParser.parse(new byte[1233]))
        .isInstanceOf(MalformedTransactionException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @MethodSource("signedByOne")
  void refusesAnotherNumberOfSignaturesThanTheMessageNeeds(JsonNode vector) {
    String one = hex(wire(vector));
    String two = "02" + one.substring(2, 2 + 2 * 64) + one.substring(2);
    assertThatThrownBy(() -> TransactionParser.parse(HexFormat.of().parseHex(two)))
        .isInstanceOf(MalformedTransactionException.class)
        .hasMessageContaining("number of signatures");
  }
}
