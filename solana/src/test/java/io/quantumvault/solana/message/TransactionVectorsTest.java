package io.quantumvault.solana.message;

import static io.quantumvault.solana.Vectors.hex;
import static io.quantumvault.solana.Vectors.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.solana.Vectors;
import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.message.Message.Version;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2p.solanaj.utils.Base58;
import tools.jackson.databind.JsonNode;

class TransactionVectorsTest {
  static Stream<JsonNode> vectors() {
    return list(Vectors.read("transactions.json").get("vectors")).stream();
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
    byte[] signed = transaction.message().toBytes();
    byte[] signer = transaction.message().feePayer().bytes();
    assertThat(
            Ed25519.verify(
                transaction.signatures().getFirst(), 0, signer, 0, signed, 0, signed.length))
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

  /** A transfer as @solana/web3.js 1.99.0 compiles it. */
  @Test
  void aTransferWithoutSignatureIsTheSameBytes() {
    var payer = Address.of("E9urm2NAsEQkY5yRBqN3ADcuSHfu8gh1V6kRE37rjmvn");
    var transfer =
        new Instruction(
            Address.of("11111111111111111111111111111111"),
            List.of(
                new AccountMeta(payer, true, true),
                AccountMeta.writable(Address.of("2v4pQNPLe1F6ixQ6kZjRZJDYefAGSh52V3QrkRZcQwzy"))),
            HexFormat.of().parseHex("020000000100000000000000"));
    var blockhash = Address.of("Dw1DvZce3iPjTCkTt6DJAXLVHEnjsw3teA7txATXhkUr");

    var message =
        MessageCompiler.compile(Version.LEGACY, payer, blockhash, List.of(transfer)).toBytes();

    assertThat(HexFormat.of().formatHex(Transaction.wire(new byte[64], message)))
        .isEqualTo(
            "01"
                + "00".repeat(64)
                + "01000103c37057d8a2f7716c4418644cb521fcb98e6ff4f2170ead952ce84f60b78519bf"
                + "1c73c9396f1c76e0993e8b6e336f52020bad807f6d433ddf72734d53d46c6202"
                + "0000000000000000000000000000000000000000000000000000000000000000"
                + "c021dbd6ed08594908973d41935adce49e9373da243f8b3e1d10bb5c6a81707b"
                + "01020200010c020000000100000000000000");
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
