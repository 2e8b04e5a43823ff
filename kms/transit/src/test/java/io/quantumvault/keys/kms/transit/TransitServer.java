package io.quantumvault.keys.kms.transit;

import com.sun.net.httpserver.HttpExchange;
import io.quantumvault.keys.kms.KmsServer;
import io.quantumvault.keys.kms.TestCipher;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Speaks the Transit engine's protocol, with its answers' shapes and its refusals. */
final class TransitServer extends KmsServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final class Key {
    private final TreeMap<Integer, byte[]> versions = new TreeMap<>();
    private int minDecryption = 1;
    private int minEncryption;
    private int minAvailable;
  }

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private volatile String token = "hvs.first";

  TransitServer() {}

  TransitServer(@Nullable SSLContext tls) {
    super(tls);
  }

  void createKey(String name) {
    Key key = new Key();
    key.versions.put(1, TestCipher.newKey());
    keys.put(name, key);
  }

  void expectToken(String expected) {
    token = expected;
  }

  /** A path under the mount that the token's policy does not have. */
  void deny(String path) {
    denied.add(path);
  }

  void allow(String path) {
    denied.remove(path);
  }

  synchronized boolean isThere(String name, int version) {
    return Objects.requireNonNull(keys.get(name)).versions.containsKey(version);
  }

  @Override
  protected synchronized Answer answer(HttpExchange request, byte[] body) throws Exception {
    String path = request.getRequestURI().getPath();
    if (!token.equals(request.getRequestHeaders().getFirst("X-Vault-Token"))) {
      return error(403, "permission denied");
    }
    if (!path.startsWith("/v1/transit/")) {
      return error(404, "no handler for route");
    }
    String[] parts = path.substring("/v1/transit/".length()).split("/");
    if (denied.contains(String.join("/", parts))) {
      return error(403, "1 error occurred:\\n\\t* permission denied\\n\\n");
    }
    Key key = keys.get(parts[1]);
    if (key == null) {
      return parts[0].equals("keys")
          ? new Answer(404, "{\"errors\":[]}")
          : error(400, "encryption key not found");
    }
    boolean get = request.getRequestMethod().equals("GET");
    JsonNode json = get ? JSON.createObjectNode() : JSON.readTree(body);
    String operation = parts[0] + (parts.length > 2 ? "/" + parts[2] : "");
    return switch (operation) {
      case "encrypt" -> encrypt(key, json);
      case "decrypt" -> decrypt(key, json);
      case "keys" -> get ? read(key, parts[1]) : error(405, "unsupported operation");
      case "keys/rotate" -> {
        key.versions.put(key.versions.lastKey() + 1, TestCipher.newKey());
        yield new Answer(204, "");
      }
      case "keys/config" -> config(key, json);
      case "keys/trim" -> trim(key, json);
      default -> error(404, "unsupported path");
    };
  }

  private static Answer encrypt(Key key, JsonNode json) {
    int version = key.versions.lastKey();
    byte[] sealed =
        TestCipher.seal(
            key.versions.lastEntry().getValue(),
            bytes(json, "associated_data"),
            bytes(json, "plaintext"));
    return ok(
        "{\"ciphertext\":\"vault:v%d:%s\",\"key_version\":%d}"
            .formatted(version, Base64.getEncoder().encodeToString(sealed), version));
  }

  private static Answer decrypt(Key key, JsonNode json) {
    String[] parts = json.path("ciphertext").asString().split(":");
    if (parts.length != 3 || !parts[0].equals("vault") || !parts[1].startsWith("v")) {
      return error(400, "invalid ciphertext: no prefix");
    }
    int version = Integer.parseInt(parts[1].substring(1));
    if (version < key.minDecryption) {
      return error(400, "ciphertext or signature version is disallowed by policy (too old)");
    }
    byte[] secret = key.versions.get(version);
    if (secret == null) {
      return error(400, "invalid ciphertext: version is too new");
    }
    try {
      byte[] plaintext =
          TestCipher.open(
              secret, bytes(json, "associated_data"), Base64.getDecoder().decode(parts[2]));
      return ok("{\"plaintext\":\"" + Base64.getEncoder().encodeToString(plaintext) + "\"}");
    } catch (AEADBadTagException | IllegalArgumentException e) {
      return error(400, "cipher: message authentication failed");
    }
  }

  private static Answer read(Key key, String name) {
    StringBuilder versions = new StringBuilder();
    key.versions
        .tailMap(key.minDecryption)
        .forEach((version, secret) ->
            versions
                .append(versions.isEmpty() ? "" : ",")
                .append("\"%d\":%d".formatted(version, 1_700_000_000 + version)));
    return ok(
        """
        {"name":"%s","type":"aes256-gcm96","deletion_allowed":false,"derived":false,
         "exportable":false,"allow_plaintext_backup":false,"keys":{%s},"latest_version":%d,
         "min_available_version":%d,"min_decryption_version":%d,"min_encryption_version":%d,
         "supports_encryption":true,"supports_decryption":true}\
        """
            .formatted(
                name,
                versions,
                key.versions.lastKey(),
                key.minAvailable,
                key.minDecryption,
                key.minEncryption));
  }

  private static Answer config(Key key, JsonNode json) {
    key.minDecryption = json.path("min_decryption_version").asInt(key.minDecryption);
    key.minEncryption = json.path("min_encryption_version").asInt(key.minEncryption);
    return new Answer(204, "");
  }

  private static Answer trim(Key key, JsonNode json) {
    int available = json.path("min_available_version").asInt();
    if (key.minEncryption == 0) {
      return error(
          400,
          "minimum available version cannot be set when minimum encryption version is not set");
    }
    if (available > key.minEncryption || available > key.minDecryption) {
      return error(400, "minimum available version cannot be greater than the minimum version");
    }
    key.minAvailable = available;
    key.versions.headMap(available).clear();
    return new Answer(204, "");
  }

  private static byte[] bytes(JsonNode json, String field) {
    return Base64.getDecoder().decode(json.path(field).asString());
  }

  private static Answer ok(String data) {
    return new Answer(
        200,
        """
        {"request_id":"5d0f8c06-1ed5-4b1c-9a4f-4a3f1c8e7f10","lease_id":"","renewable":false,
         "lease_duration":0,"data":%s,"wrap_info":null,"warnings":null,"auth":null,
         "mount_type":"transit"}\
        """
            .formatted(data));
  }

  private static Answer error(int status, String message) {
    return new Answer(status, "{\"errors\":[\"" + message + "\"]}");
  }
}
