package io.quantumvault.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.p2p.solanaj.utils.Base58;
import tools.jackson.databind.JsonNode;

/**
 * What an owner does, each a method; the wallet signs whatever it is shown, as a person would after
 * reading it.
 */
public final class Owner {
  private static final int KEY_SIGNATURE = 64;
  private static final int RECOVERY_CODE = 32;

  private final ThrowAwayWallet wallet;
  private final OwnerApi api;
  private final byte[] recoveryCode = new byte[RECOVERY_CODE];

  /** An owner who has not enrolled yet. */
  public Owner(ThrowAwayWallet wallet, OwnerApi api) {
    this.wallet = wallet;
    this.api = api;
    new SecureRandom().nextBytes(recoveryCode);
  }

  /** A bot as the API made it. */
  public record Bot(String botId, String agentWallet, String tradingAccount, int subAccount) {}

  /** Base58. */
  public String address() {
    return wallet.address();
  }

  /** The wallet itself. */
  public ThrowAwayWallet wallet() {
    return wallet;
  }

  /** The raw API, for what has no method here. */
  public OwnerApi api() {
    return api;
  }

  /** The 32 bytes a person would write down. */
  public byte[] recoveryCode() {
    return recoveryCode.clone();
  }

  /**
   * Opens the account; K is signed twice, so that a wallet that signs differently each time is
   * found out.
   */
  public void enrol() throws IOException, InterruptedException {
    var exchange = authorise(Map.of("purpose", "enrol"));
    byte[] signature = signKeyMessage(exchange.answer());
    byte[] again = signKeyMessage(exchange.answer());
    api.postSecret(
        exchange.keyPath(),
        ByteBuffer.allocate(2 * KEY_SIGNATURE + RECOVERY_CODE)
            .put(signature)
            .put(again)
            .put(recoveryCode)
            .array());
  }

  /** Starts a session. */
  public void signIn() throws IOException, InterruptedException {
    authorise(Map.of("purpose", "unlock_umk"));
  }

  /** Opts in to an agent wallet whose key is kept sealed; returns its address. */
  public String createAgentWallet() throws IOException, InterruptedException {
    return withKey(Map.of("purpose", "create_agent_wallet", "signingMode", "SERVER_SIDE"))
        .get("agentWallet")
        .asString();
  }

  /** Makes a bot on a sub-account of the owner's own venue account. */
  public Bot createBot(String agentWallet, String name, int subAccount)
      throws IOException, InterruptedException {
    JsonNode bot =
        api.post(
            "/v1/bots",
            Map.of(
                "agentWallet",
                agentWallet,
                "name",
                name,
                "venue",
                "drift-v2",
                "subAccount",
                subAccount));
    return new Bot(
        bot.get("botId").asString(), agentWallet, bot.get("tradingAccount").asString(), subAccount);
  }

  /** Writes a policy, which has no force until granted; returns its version. */
  public long setPolicy(String botId, Map<String, ?> policy)
      throws IOException, InterruptedException {
    return api.put("/v1/bots/" + botId + "/policy", policy).get("policyVersion").asLong();
  }

  /** Makes a TradingView webhook; the returned URL holds the token and is shown this once. */
  public String createWebhook(String botId) throws IOException, InterruptedException {
    return api.post("/v1/bots/" + botId + "/webhooks", Map.of("kind", "TRADING_VIEW"))
        .get("url")
        .asString();
  }

  /**
   * A signed webhook as it was made.
   *
   * @param url holds the token, and is shown this once
   */
  public record SignedWebhook(String botId, String webhookId, String url, SigningSecret first) {}

  /**
   * One of a webhook's secrets.
   *
   * @param text {@code whsec_} and Base64, shown this once; it goes to whoever signs
   */
  public record SigningSecret(String secretId, String text) {}

  /** Makes a webhook whose alerts are signed. */
  public SignedWebhook createSignedWebhook(String botId) throws IOException, InterruptedException {
    JsonNode made = api.post("/v1/bots/" + botId + "/webhooks", Map.of("kind", "SIGNED"));
    return new SignedWebhook(
        botId, made.get("webhookId").asString(), made.get("url").asString(), secret(made));
  }

  /** Makes a second secret beside the one there is. */
  public SigningSecret addSigningSecret(SignedWebhook webhook)
      throws IOException, InterruptedException {
    return secret(api.post(secrets(webhook), Map.of()));
  }

  /** Ends one of two secrets. */
  public void deleteSigningSecret(SignedWebhook webhook, SigningSecret secret)
      throws IOException, InterruptedException {
    api.delete(secrets(webhook) + "/" + secret.secretId());
  }

  private static String secrets(SignedWebhook webhook) {
    return "/v1/bots/" + webhook.botId() + "/webhooks/" + webhook.webhookId() + "/secrets";
  }

  private static SigningSecret secret(JsonNode made) {
    return new SigningSecret(made.get("secretId").asString(), made.get("signingSecret").asString());
  }

  /** Signs the grant text and gives the key for it; returns the grant's id. */
  public String enableExecution(String botId, long policyVersion, Duration life)
      throws IOException, InterruptedException {
    return withKey(
            Map.of(
                "purpose",
                "enable_execution",
                "botId",
                botId,
                "policyVersion",
                policyVersion,
                "expiresInSeconds",
                life.toSeconds()))
        .get("grantId")
        .asString();
  }

  /**
   * Has an alert decided that is not to be traded: {@code signalId}, and {@code decision} unless it
   * has not been decided yet.
   */
  public JsonNode testAlert(String botId, String body) throws IOException, InterruptedException {
    return api.postText("/v1/bots/" + botId + "/test-alerts", body);
  }

  /** Ends a bot's grant. */
  public void revokeExecution(String botId) throws IOException, InterruptedException {
    authorise(Map.of("purpose", "revoke_execution", "botId", botId));
  }

  /** Lifts a stop. */
  public void resumeExecution(String stopId) throws IOException, InterruptedException {
    authorise(Map.of("purpose", "resume_execution", "stopId", stopId));
  }

  private record Authorised(String challengeId, JsonNode answer) {
    String keyPath() {
      return "/v1/challenges/" + challengeId + "/key";
    }
  }

  private Authorised authorise(Map<String, ?> what) throws IOException, InterruptedException {
    var asked = new HashMap<String, Object>(what);
    asked.put("wallet", wallet.address());
    JsonNode challenge = api.post("/v1/challenges", asked);
    String id = challenge.get("challengeId").asString();
    byte[] signature = wallet.sign(challenge.get("text").asString().getBytes(UTF_8));
    return new Authorised(
        id,
        api.post(
            "/v1/challenges/" + id + "/authorisation",
            Map.of("signature", Base58.encode(signature))));
  }

  // The wallet's slot, by its id, and the signature over that slot's key message.
  private JsonNode withKey(Map<String, ?> what) throws IOException, InterruptedException {
    var exchange = authorise(what);
    UUID slot =
        UUID.fromString(exchange.answer().get("keyMessages").get(0).get("slotId").asString());
    return api.postSecret(
        exchange.keyPath(),
        ByteBuffer.allocate(Long.BYTES + Long.BYTES + KEY_SIGNATURE)
            .putLong(slot.getMostSignificantBits())
            .putLong(slot.getLeastSignificantBits())
            .put(signKeyMessage(exchange.answer()))
            .array());
  }

  private byte[] signKeyMessage(JsonNode authorised) {
    return wallet.sign(authorised.get("keyMessages").get(0).get("text").asString().getBytes(UTF_8));
  }
}
