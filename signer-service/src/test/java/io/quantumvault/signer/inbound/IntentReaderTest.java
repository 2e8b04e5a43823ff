package io.quantumvault.signer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.inbound.IntentReader.Read;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntentReaderTest {
  private static final TestOwner OWNER = new TestOwner(new TestKeys().wrapping);

  private Path dir;
  private ServiceKey stage;
  private IntentReader reader;

  @BeforeEach
  void keys() throws Exception {
    dir = Files.createTempDirectory("stage");
    ServiceKey.create(dir.resolve("intent-signing.key"), dir.resolve("intent-signing.pub"));
    stage = ServiceKey.load(dir.resolve("intent-signing.key"));
    reader = new IntentReader(ServicePublicKeys.loadFolder(dir, "intent-signing"));
  }

  private Read read(TradeIntentPayload.Builder payload) {
    return reader.read(
        OWNER.agentWallet(), TestIntents.signed(payload.build(), stage).toByteArray());
  }

  private static TradeIntentPayload.Builder buy() {
    return TestIntents.buy(OWNER, "1");
  }

  private void unverified(Read read, String why) {
    assertThat(read).isInstanceOf(Read.Unverified.class);
    assertThat(((Read.Unverified) read).reason()).contains(why);
  }

  @Test
  void whatTheStageSignedIsVerified() {
    assertThat(read(buy())).isInstanceOf(Read.Verified.class);
  }

  @Test
  void aChangedByteIsNot() {
    var signed = TestIntents.signed(buy().build(), stage);
    byte[] payload = signed.getPayload().toByteArray();
    payload[payload.length - 1] ^= 1;
    unverified(
        reader.read(
            OWNER.agentWallet(),
            signed.toBuilder().setPayload(ByteString.copyFrom(payload)).build().toByteArray()),
        "not signed");
    unverified(
        reader.read(OWNER.agentWallet(), signed.toBuilder().setKeyId("00").build().toByteArray()),
        "not signed");
  }

  @Test
  void aSignatureThatOnlyALenientVerifierTakesIsNot() throws Exception {
    byte[] payload = buy().build().toByteArray();
    byte[] seed = Files.readAllBytes(dir.resolve("intent-signing.key"));
    var lenientOnes = NonStrictSignature.underKeyOf(seed, IntentBytes.signingInput(payload));
    assertThat(lenientOnes).isNotEmpty();
    for (var lenient : lenientOnes) {
      assertThat(lenient.publicKey()).isEqualTo(stage.publicKey());
      var record =
          TradeIntent.newBuilder()
              .setPayload(ByteString.copyFrom(payload))
              .setKeyId(stage.keyId())
              .setSignature(ByteString.copyFrom(lenient.signature()))
              .build();
      unverified(reader.read(OWNER.agentWallet(), record.toByteArray()), "not signed");
    }
  }

  @Test
  void garbageIsNot() {
    unverified(reader.read(OWNER.agentWallet(), new byte[] {(byte) 0xFF, 1, 2}), "");
    unverified(reader.read(OWNER.agentWallet(), null), "no value");
  }

  @Test
  void anotherWalletsKeyIsNot() {
    unverified(
        reader.read(OWNER.address(), TestIntents.signed(buy().build(), stage).toByteArray()),
        "key");
  }

  @Test
  void anIntentIdThatIsNotItsSignalsIsNot() {
    unverified(read(buy().setIntentId(UUID.randomUUID().toString())), "intent id");
  }

  @Test
  void misshapenFieldsAreNot() {
    unverified(read(buy().setSizeBase("-1")), "size");
    unverified(read(buy().setSizeBase("1e3")), "size");
    unverified(read(buy().setDirection(Direction.DIRECTION_SHORT)), "contradict");
    unverified(read(buy().setAction(Action.ACTION_UNSPECIFIED)), "action");
    unverified(read(buy().setAction(Action.ACTION_CLOSE)), "close");
    unverified(read(buy().setPolicySha256(ByteString.EMPTY)), "hash");
    unverified(read(buy().setDeadlineMs(0)), "deadline");
    unverified(read(buy().setMaxSlippageBps(10_001)), "slippage");
    unverified(read(buy().setOwner("0OIl")), "owner");
    unverified(read(buy().clearMarket()), "market");
    unverified(read(buy().clearOrigin()), "origin");
    unverified(read(buy().clearOrderType()), "order type");
    unverified(read(buy().setOrderType(OrderType.ORDER_TYPE_LIMIT)), "limit price");
    unverified(read(buy().clearDirection()), "direction");
    unverified(read(buy().setBotId("no id")), "bot id");
    unverified(
        read(buy().setGrantId(OWNER.grantId().toString().toUpperCase(Locale.ROOT))), "only form");
    unverified(read(buy().setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN)), "stop");
  }

  @Test
  void aMarketIsAPlainName() {
    assertThat(read(buy().setMarket("SOL-PERP"))).isInstanceOf(Read.Verified.class);
    for (var bad : new String[] {"SOL\0PERP", "SOL PERP", "SOL'PERP", "S".repeat(65), "\u00df"}) {
      unverified(read(buy().setMarket(bad)), "market");
    }
  }

  @Test
  void anEnvelopeThatNoDatabaseTakesIsNot() {
    for (var bad : new String[] {"a\0b", "a\nb", "\u00df", "x".repeat(201)}) {
      var envelope = buy().getEnvelope().toBuilder();
      unverified(read(buy().setEnvelope(envelope.setCorrelationId(bad))), "plain text");
      unverified(
          read(buy().setEnvelope(buy().getEnvelope().toBuilder().setEventId(bad))), "plain text");
    }
  }
}
