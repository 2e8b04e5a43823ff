package io.quantumvault.signer.solana;

import static io.quantumvault.signer.TestVectors.hex;
import static io.quantumvault.signer.TestVectors.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.signer.TestVectors;
import io.quantumvault.signer.solana.Message.Version;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class TransactionVectorsTest {
  static Stream<JsonNode> vectors() {
    return list(TestVectors.read("transactions.json").get("vectors")).stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void parsesToExactlyTheSameBytes(JsonNode vector) throws Exception {
    byte[] wire = Base64.getDecoder().decode(vector.get("serializedBase64").asString());
    var transaction = Transaction.parse(wire);
    assertThat(transaction.toBytes()).isEqualTo(wire);
    assertThat(transaction.message().toBytes()).isEqualTo(hex(vector.get("messageHex")));
    assertThat(transaction.message().accounts().stream().map(Address::toString))
        .isEqualTo(
            list(vector.get("accountKeysInOrder")).stream().map(JsonNode::asString).toList());
    assertThat(
            Ed25519.verify(
                transaction.message().feePayer().bytes(),
                transaction.message().toBytes(),
                transaction.signatures().getFirst()))
        .isTrue();
    assertThat(Base58.encode(transaction.signatures().getFirst()))
        .isEqualTo(vector.get("signaturesBase58").get(0).asString());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void compilesToTheSameMeaning(JsonNode vector) throws Exception {
    var reference = MessageParser.parse(hex(vector.get("messageHex")));
    var compiled =
        MessageCompiler.compile(
            reference.version(),
            Address.of(vector.get("payer").asString()),
            Address.of(vector.get("recentBlockhash").asString()),
            instructions(vector),
            tables(vector));
    if (reference.version() == Version.V0) {
      assertThat(compiled.toBytes()).isEqualTo(reference.toBytes());
    } else {
      assertThat(compiled.resolved()).isEqualTo(reference.resolved());
    }
    assertThat(compiled.feePayer()).isEqualTo(reference.feePayer());
    assertThat(new HashSet<>(compiled.accounts())).isEqualTo(new HashSet<>(reference.accounts()));
    assertThat(MessageParser.parse(compiled.toBytes()).toBytes()).isEqualTo(compiled.toBytes());
  }

  static List<Instruction> instructions(JsonNode vector) {
    return list(vector.get("instructions")).stream()
        .map(i ->
            new Instruction(
                Address.of(i.get("programId").asString()),
                list(i.get("accounts")).stream()
                    .map(a ->
                        new AccountMeta(
                            Address.of(a.get("pubkey").asString()),
                            a.get("isSigner").asBoolean(),
                            a.get("isWritable").asBoolean()))
                    .toList(),
                hex(i.get("dataHex"))))
        .toList();
  }

  private static List<MessageCompiler.Table> tables(JsonNode vector) {
    return list(vector.get("addressLookupTables")).stream()
        .map(t ->
            new MessageCompiler.Table(
                Address.of(t.get("key").asString()),
                list(t.get("addresses")).stream().map(a -> Address.of(a.asString())).toList()))
        .toList();
  }
}
