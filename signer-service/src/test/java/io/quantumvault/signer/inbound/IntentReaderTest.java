package io.quantumvault.signer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.schemas.v1.Trigger;
import io.quantumvault.signer.TestIntents;
import io.quantumvault.signer.TestKeys;
import io.quantumvault.signer.TestOwner;
import io.quantumvault.signer.claim.Intent;
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

  private static TradeIntentPayload.Builder part(Part part, int attempt) {
    var payload = buy().setPart(part).setAttempt(attempt);
    var signal = UUID.fromString(payload.getSignalId());
    return payload.setIntentId(Ids.intentId(signal, part.getNumber(), attempt).toString());
  }

  private static TradeIntentPayload.Builder exit(TradeIntentPayload.Builder payload) {
    return payload.setExit(true).setReduceOnly(true);
  }

  private Intent verified(TradeIntentPayload.Builder payload) {
    var read = read(payload);
    assertThat(read).as(read.toString()).isInstanceOf(Read.Verified.class);
    return ((Read.Verified) read).intent();
  }

  @Test
  void theIdIsWhatOriginPartAndAttemptGive() {
    assertThat(verified(exit(part(Part.PART_CLOSING, 0))).part()).isEqualTo(Intent.Part.CLOSING);
    assertThat(verified(part(Part.PART_OPENING, 0)).part()).isEqualTo(Intent.Part.OPENING);
    assertThat(verified(exit(part(Part.PART_UNSPECIFIED, 5))).attempt()).isEqualTo(5);
    unverified(read(exit(part(Part.PART_CLOSING, 0)).setPart(Part.PART_UNSPECIFIED)), "id");
    unverified(read(part(Part.PART_OPENING, 0).clearPart()), "id");
    unverified(read(exit(part(Part.PART_UNSPECIFIED, 1)).setAttempt(2)), "id");
    unverified(read(exit(buy()).setAttempt(1)), "id");
  }

  @Test
  void onlyAnExitIsSentAgainAndAtMostFiveTimes() {
    unverified(read(part(Part.PART_UNSPECIFIED, 1)), "attempt");
    unverified(read(exit(part(Part.PART_UNSPECIFIED, 6))), "attempt");
    unverified(read(exit(part(Part.PART_UNSPECIFIED, 1)).setAttempt(-1)), "attempt");
  }

  @Test
  void flattenAndProtectionHaveIdsOfTheirOwn() {
    var stop = UUID.randomUUID();
    var flatten =
        TestIntents.close(OWNER)
            .setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN)
            .clearSignalId()
            .setStopId(stop.toString())
            .setAttempt(7)
            .setIntentId(Ids.flattenIntentId(stop, OWNER.botId(), "SOL-PERP", 7).toString());
    assertThat(verified(flatten).side()).isNull();
    unverified(read(flatten.clone().setAttempt(6)), "id");
    unverified(read(flatten.clone().setMarket("BTC-PERP")), "id");
    unverified(read(flatten.clone().clearStopId()), "stop");
    var protection =
        buy()
            .setOrigin(IntentOrigin.INTENT_ORIGIN_PROTECTION)
            .setAction(Action.ACTION_CANCEL)
            .clearSignalId()
            .setIntentId(
                Ids.protectionIntentId(OWNER.botId(), "SOL-PERP", buy().getDeadlineMs())
                    .toString());
    assertThat(verified(protection).origin()).isEqualTo(Intent.Origin.PROTECTION);
    unverified(read(protection.clone().setDeadlineMs(buy().getDeadlineMs() - 1)), "id");
    unverified(read(protection.clone().setAction(Action.ACTION_BUY)), "PROTECTION");
    unverified(read(protection.clone().setAttempt(1)), "attempt");
  }

  @Test
  void fieldsThatContradictEachOtherAreNotBelieved() {
    unverified(read(buy().setExit(true)), "reduce-only");
    unverified(read(buy().setWholePosition(true)), "no exit");
    unverified(read(buy().setReduceOnly(true).setWholePosition(true)), "no exit");
    unverified(read(part(Part.PART_CLOSING, 0)), "closing part");
    unverified(read(exit(part(Part.PART_OPENING, 0))), "opening part");
    unverified(read(part(Part.PART_OPENING, 0).setAction(Action.ACTION_CANCEL)), "opening part");
    unverified(read(exit(buy()).clearDirection()), "direction");
    unverified(
        read(buy().setReduceOnly(true).setAction(Action.ACTION_CLOSE).clearDirection()),
        "direction");
    unverified(read(exit(buy()).setWholePosition(true).clearDirection()), "direction");
    unverified(read(exit(buy()).setSizeBase("")), "size");
    unverified(read(buy().setPositionBound("+1")), "bound");
    unverified(read(buy().setPositionBound("1e3")), "bound");
    unverified(read(buy().setPartValue(9)), "part");
  }

  @Test
  void whatAnIntentMayLeaveOpen() {
    var close = verified(TestIntents.close(OWNER));
    assertThat(close.side()).isNull();
    assertThat(close.sizeBase()).isNull();
    assertThat(close.wholePosition() && close.exit() && close.reduceOnly()).isTrue();
    var cancel = verified(buy().setAction(Action.ACTION_CANCEL).clearDirection());
    assertThat(cancel.side()).isNull();
    var bound = verified(buy().setPositionBound("-2.5").setCancelsEntries(true));
    assertThat(bound.positionBound()).isEqualByComparingTo("-2.5");
    assertThat(bound.cancelsEntries()).isTrue();
    assertThat(verified(buy().setStopLoss(Trigger.newBuilder().setPercent("2"))).stopLoss())
        .isTrue();
    assertThat(verified(buy().setTakeProfit(Trigger.newBuilder().setPrice("170"))).takeProfit())
        .isTrue();
  }

  @Test
  void aDeadlineIsAMinuteAfterTheAlertWhichMayBeTenSecondsAhead() {
    long emitted = buy().getEnvelope().getOccurredAtMs();
    assertThat(read(buy().setDeadlineMs(emitted + 70_000))).isInstanceOf(Read.Verified.class);
    unverified(read(buy().setDeadlineMs(emitted + 70_001)), "deadline");
  }
}
