package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.nonstrict.NonStrictSignature;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.AccountState;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.BotState;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.MarketPrice;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Position;
import io.quantumvault.schemas.v1.Resume;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SigningMode;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * An owner with a wallet of their own, an agent wallet and a bot, and every record about them as
 * the other stages would write it. The owner's signatures are made by the JDK, not by the product.
 */
public final class World {
  public static final String ORIGIN = "localhost:8080";
  public static final String SOL = "SOL-PERP";

  private final KeyPair ownerKeys;
  public final String owner;
  public final String wallet = address();
  public final String tradingAccount = address();
  public final UUID botId = Ids.newId();
  public final Instant start;
  private final UUID grantId = Ids.newId();
  private long slot = 1000;
  private long sequence;
  private int alerts;

  public World(Instant start) {
    this.start = start;
    try {
      ownerKeys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    byte[] encoded = ownerKeys.getPublic().getEncoded();
    owner = Base58.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  private static String address() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base58.encode(bytes);
  }

  private PolicyDocument policy = usual();

  /** At most 1000 US dollars of position, 500 of order, unless another was set. */
  public PolicyDocument policy() {
    return policy;
  }

  /** Grants made from now on are of another policy. */
  void policy(PolicyDocument other) {
    policy = other;
  }

  private PolicyDocument usual() {
    return new PolicyDocument(
        1,
        botId,
        wallet,
        "localnet",
        "paper",
        tradingAccount,
        List.of(SOL),
        new BigDecimal("1000"),
        new BigDecimal("500"),
        new BigDecimal("5"),
        List.of(PolicyDocument.OrderKind.MARKET, PolicyDocument.OrderKind.LIMIT),
        50,
        200,
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        false,
        null,
        null,
        null,
        new BigDecimal("200"),
        600,
        10_000,
        32,
        null,
        50_000_000,
        100_000);
  }

  public byte[] sign(byte[] text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(ownerKeys.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a lenient verifier would take for the owner's signature. */
  List<NonStrictSignature> nonStrict(byte[] text) {
    byte[] seed = ((EdECPrivateKey) ownerKeys.getPrivate()).getBytes().orElseThrow();
    return NonStrictSignature.underKeyOf(seed, text);
  }

  /** A grant of one hour, as the owner signed it. */
  public Grant.Builder grant() {
    var policy = policy();
    var expires = start.plusSeconds(3600);
    byte[] text = text(new Binding.Enable(policy, 3, expires), grantId);
    return Grant.newBuilder()
        .setGrantId(grantId.toString())
        .setGrantSequence(1)
        .setPolicyVersion(3)
        .setPolicy(ByteString.copyFrom(policy.bytes()))
        .setPolicySha256(ByteString.copyFrom(policy.sha256()))
        .setSignedText(ByteString.copyFrom(text))
        .setOwnerSignature(ByteString.copyFrom(sign(text)))
        .setStartsAtMs(start.minusSeconds(1).toEpochMilli())
        .setExpiresAtMs(expires.toEpochMilli());
  }

  /** The owner's signed wish to lift a stop. */
  public Resume.Builder resume(UUID stopId) {
    return resume(stopId, new String(text(new Binding.Resume(stopId), Ids.newId()), UTF_8));
  }

  /** The same with a text of one's own, truly signed by the owner. */
  public Resume.Builder resume(UUID stopId, String text) {
    return Resume.newBuilder()
        .setStopId(stopId.toString())
        .setSignedText(ByteString.copyFromUtf8(text))
        .setOwnerSignature(ByteString.copyFrom(sign(text.getBytes(UTF_8))))
        .setAtMs(start.toEpochMilli());
  }

  private byte[] text(Binding binding, UUID requestId) {
    var frame =
        new Frame(
            ORIGIN,
            "http://" + ORIGIN,
            "localnet",
            owner,
            requestId,
            HexFormat.of().formatHex(Sha256.of(requestId.toString().getBytes(UTF_8))),
            start.minusSeconds(10),
            start.plusSeconds(290));
    return AuthorisationText.of(binding, frame).render().getBytes(UTF_8);
  }

  public BotState.Builder bot() {
    return BotState.newBuilder()
        .setBotId(botId.toString())
        .setVenue("paper")
        .setTradingAccount(tradingAccount)
        .setTradingAuthority(owner);
  }

  public AgentWalletState.Builder state(long version) {
    return AgentWalletState.newBuilder()
        .setEnvelope(envelope())
        .setAgentWallet(wallet)
        .setOwner(owner)
        .setSigningMode(SigningMode.SIGNING_MODE_SERVER_SIDE)
        .setStateVersion(version)
        .setCluster("localnet")
        .addBots(bot().setGrant(grant()));
  }

  public Signal.Builder buy(String size, Instant at) {
    var id = Ids.newId(at.toEpochMilli());
    int number = ++alerts;
    return Signal.newBuilder()
        .setEnvelope(envelope())
        .setSignalId(id.toString())
        .setBotId(botId.toString())
        .setAgentWallet(wallet)
        .setOwner(owner)
        .setAlertId("alert-" + number)
        .setMarket(SOL)
        .setAction(Action.ACTION_BUY)
        .setOrderType(OrderType.ORDER_TYPE_MARKET)
        .setSizeBase(size)
        .setAlertTimeMs(at.toEpochMilli())
        .setReceivedAtMs(at.toEpochMilli())
        .setContentSha256(ByteString.copyFrom(Sha256.of(("content-" + number).getBytes(UTF_8))));
  }

  public MarketPrice.Builder price(String price, Instant at) {
    return MarketPrice.newBuilder()
        .setMarket(SOL)
        .setPrice(price)
        .setSlot(++slot)
        .setPublishedAtMs(at.toEpochMilli())
        .setObservedAtMs(at.toEpochMilli());
  }

  public AccountState.Builder account(String base, Instant at) {
    return AccountState.newBuilder()
        .setSlot(++slot)
        .setObservedAtMs(at.toEpochMilli())
        .setEquityUsd("1000")
        .addPositions(Position.newBuilder().setMarket(SOL).setBase(base))
        .setDay(at.atOffset(ZoneOffset.UTC).toLocalDate().toString())
        .setOpeningEquityUsd("1000")
        .setNetDepositsUsd("0")
        .setFeeBalanceLamports(1_000_000_000);
  }

  public ExecutionRecord observed(AccountState.Builder account) {
    return ExecutionRecord.newBuilder()
        .setAccount(
            AccountObserved.newBuilder()
                .setEnvelope(envelope())
                .setBotId(botId.toString())
                .setAgentWallet(wallet)
                .setOwner(owner)
                .setAccount(account))
        .build();
  }

  /** One step of an intent; its kind is still to be said. */
  public ExecutionEvent.Builder step(String intentId) {
    return ExecutionEvent.newBuilder()
        .setEnvelope(envelope())
        .setIntentId(intentId)
        .setBotId(botId.toString())
        .setAgentWallet(wallet)
        .setOwner(owner)
        .setSequence(++sequence);
  }

  /** The end of an intent that moved the position by so much. */
  ExecutionRecord confirmed(String intentId, String filled, AccountState.Builder account) {
    return ExecutionRecord.newBuilder()
        .setExecution(
            step(intentId)
                .setConfirmed(
                    ExecutionEvent.Confirmed.newBuilder()
                        .setEffect(ExecutionEvent.Effect.newBuilder().setFilledBase(filled))
                        .setAccount(account)))
        .build();
  }

  private Envelope envelope() {
    return Envelope.newBuilder()
        .setEventId(Ids.newId().toString())
        .setOccurredAtMs(start.toEpochMilli())
        .build();
  }
}
