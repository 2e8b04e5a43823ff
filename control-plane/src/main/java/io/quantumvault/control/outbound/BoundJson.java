package io.quantumvault.control.outbound;

import io.quantumvault.control.exchange.Bound;
import io.quantumvault.schemas.text.Purpose;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a challenge binds, as JSON in its row. */
final class BoundJson {
  private static final HexFormat HEX = HexFormat.of();

  private final JsonMapper mapper = JsonMapper.builder().build();

  String write(Bound bound) {
    ObjectNode json = mapper.createObjectNode();
    switch (bound) {
      case Bound.Enrol b ->
          json.put("ownerSalt", HEX.formatHex(b.ownerSalt()))
              .put("walletSlot", b.walletSlot().toString())
              .put("keySalt", HEX.formatHex(b.keySalt()))
              .put("recoverySlot", b.recoverySlot().toString())
              .put("templateVersion", b.templateVersion());
      case Bound.SignIn b -> {}
      case Bound.CreateWallet b -> json.put("signingMode", b.signingMode());
      case Bound.Enable b ->
          json.put("botId", b.botId().toString())
              .put("policyVersion", b.policyVersion())
              .put("policySha256", HEX.formatHex(b.policySha256()))
              .put("grantExpiresAt", b.grantExpiresAt().toString());
      case Bound.Resume b -> json.put("stopId", b.stopId().toString());
      case Bound.Revoke b -> json.put("botId", b.botId() == null ? "all" : b.botId().toString());
    }
    return mapper.writeValueAsString(json);
  }

  Bound read(Purpose purpose, String text) {
    JsonNode json = mapper.readTree(text);
    return switch (purpose) {
      case ENROL ->
          new Bound.Enrol(
              bytes(json, "ownerSalt"),
              uuid(json, "walletSlot"),
              bytes(json, "keySalt"),
              uuid(json, "recoverySlot"),
              json.get("templateVersion").asInt());
      case UNLOCK_UMK -> new Bound.SignIn();
      case CREATE_AGENT_WALLET -> new Bound.CreateWallet(json.get("signingMode").asString());
      case ENABLE_EXECUTION ->
          new Bound.Enable(
              uuid(json, "botId"),
              json.get("policyVersion").asLong(),
              bytes(json, "policySha256"),
              Instant.parse(json.get("grantExpiresAt").asString()));
      case RESUME_EXECUTION -> new Bound.Resume(uuid(json, "stopId"));
      case REVOKE_EXECUTION ->
          new Bound.Revoke(json.get("botId").asString().equals("all") ? null : uuid(json, "botId"));
      case REVEAL_MNEMONIC, ROTATE_KEYS, WITHDRAW ->
          throw new IllegalStateException(purpose + " is never opened");
    };
  }

  private static byte[] bytes(JsonNode json, String name) {
    return HEX.parseHex(json.get(name).asString());
  }

  private static UUID uuid(JsonNode json, String name) {
    return UUID.fromString(json.get(name).asString());
  }
}
