package io.quantumvault.keys.kms.aws;

import com.sun.net.httpserver.HttpExchange;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsServer;
import io.quantumvault.keys.kms.TestCipher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Speaks AWS KMS's JSON 1.1 protocol, with its answers' shapes and its refusals. */
final class AwsServer extends KmsServer {
  static final String ACCESS_KEY = "AKIDEXAMPLE";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SIGNED =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-central-1/kms/aws4_request, "
              + "SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}");
  private static final int PAGE = 2;
  private static final String ROLE =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
       <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>%s</AccessKeyId>
        <SecretAccessKey>nobodys-key</SecretAccessKey><SessionToken>of-the-role</SessionToken>
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
       </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
      """;

  private static final class Key {
    private final byte[] secret = TestCipher.newKey();
    private String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
    private String state = "Enabled";
    private String description = "";
  }

  /** A refusal, as {@code __type} names it. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String type) {
      super(type);
      this.status = status;
    }
  }

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final TreeMap<String, String> aliases = new TreeMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  AwsServer() {}

  AwsServer(@Nullable SSLContext tls) {
    super(tls);
  }

  /** One version of each key, and aliases that are none of theirs. */
  void createKeys() {
    for (KeyName name : KeyName.values()) {
      createKey("qv-" + name.text() + "-v1");
    }
    createKey("aws/ebs");
    createKey("qv-execution-vault");
  }

  synchronized String createKey(String alias) {
    String id = UUID.randomUUID().toString();
    keys.put(id, new Key());
    aliases.put("alias/" + alias, id);
    return id;
  }

  synchronized void setState(String alias, String state) {
    key("alias/" + alias).orElseThrow().getValue().state = state;
  }

  synchronized void setPolicy(String alias, String policy) {
    key("alias/" + alias).orElseThrow().getValue().policy = policy;
  }

  synchronized String policy(String alias) {
    return key("alias/" + alias).orElseThrow().getValue().policy;
  }

  /** As AWS does days after a deletion was scheduled, but here its aliases stay. */
  synchronized void forgetKey(String alias) {
    keys.remove(key("alias/" + alias).orElseThrow().getKey());
  }

  synchronized void deleteAlias(String alias) {
    aliases.remove("alias/" + alias);
  }

  /** Does the next such request and answers that something went wrong. */
  void loseAnswer(String operation) {
    lost.add(operation);
  }

  synchronized List<String> descriptionsWithoutAlias() {
    return keys.entrySet().stream()
        .filter(key -> !aliases.containsValue(key.getKey()))
        .map(key -> key.getValue().description)
        .toList();
  }

  synchronized Set<String> aliases() {
    return Set.copyOf(aliases.keySet());
  }

  /** Just before it answers the next such request. */
  void before(String operation, Runnable happens) {
    before.put(operation, happens);
  }

  synchronized long keysInUse() {
    return keys.values().stream().filter(key -> key.state.equals("Enabled")).count();
  }

  void deny(String operation) {
    denied.add(operation);
  }

  int calls(String operation) {
    return calls.getOrDefault(operation, 0);
  }

  static Answer refusal(int status, String type) {
    return new Answer(status, "{\"__type\":\"" + type + "\",\"message\":\"body-of-the-answer\"}");
  }

  @Override
  protected synchronized Answer answer(HttpExchange request, byte[] body) throws Exception {
    if (new String(body, StandardCharsets.US_ASCII)
        .startsWith("Action=AssumeRoleWithWebIdentity")) {
      return new Answer(200, ROLE.formatted(ACCESS_KEY));
    }
    String target = String.valueOf(request.getRequestHeaders().getFirst("X-Amz-Target"));
    String operation = target.replace("TrentService.", "");
    calls.merge(operation, 1, Integer::sum);
    Runnable happens = before.remove(operation);
    if (happens != null) {
      happens.run();
    }
    String signature = String.valueOf(request.getRequestHeaders().getFirst("Authorization"));
    if (!SIGNED.matcher(signature).matches()) {
      return refusal(403, "InvalidSignatureException");
    }
    if (denied.contains(operation)) {
      return refusal(400, "AccessDeniedException");
    }
    try {
      String done = act(operation, JSON.readTree(body));
      return lost.remove(operation) ? refusal(500, "KMSInternalException") : new Answer(200, done);
    } catch (Refusal e) {
      return refusal(e.status, String.valueOf(e.getMessage()));
    }
  }

  private String act(String operation, JsonNode json) throws Refusal {
    return switch (operation) {
      case "Encrypt" -> encrypt(json);
      case "Decrypt" -> decrypt(json);
      case "ListAliases" -> list(json);
      case "CreateKey" -> create(json);
      case "CreateAlias" -> {
        String alias = json.path("AliasName").asString();
        if (aliases.putIfAbsent(alias, json.path("TargetKeyId").asString()) != null) {
          throw new Refusal(400, "AlreadyExistsException");
        }
        yield "";
      }
      case "DescribeKey" -> {
        Map.Entry<String, Key> key = required(json);
        yield metadata(key.getKey(), key.getValue());
      }
      case "GetKeyPolicy" ->
          "{\"Policy\":%s,\"PolicyName\":\"default\"}"
              .formatted(JSON.writeValueAsString(required(json).getValue().policy));
      case "DeleteAlias" -> {
        if (aliases.remove(json.path("AliasName").asString()) == null) {
          throw new Refusal(400, "NotFoundException");
        }
        yield "";
      }
      case "ScheduleKeyDeletion" -> {
        Map.Entry<String, Key> key = required(json);
        requireEnabled(key.getValue());
        key.getValue().state = "PendingDeletion";
        yield "{\"KeyId\":\"%s\",\"KeyState\":\"PendingDeletion\",\"PendingWindowInDays\":%d}"
            .formatted(key.getKey(), json.path("PendingWindowInDays").asInt());
      }
      default -> throw new Refusal(400, "UnknownOperationException");
    };
  }

  private String encrypt(JsonNode json) throws Refusal {
    Map.Entry<String, Key> key = required(json);
    requireEnabled(key.getValue());
    byte[] sealed = TestCipher.seal(key.getValue().secret, context(json), bytes(json, "Plaintext"));
    byte[] id = key.getKey().getBytes(StandardCharsets.US_ASCII);
    byte[] blob = Arrays.copyOf(id, id.length + sealed.length);
    System.arraycopy(sealed, 0, blob, id.length, sealed.length);
    return "{\"CiphertextBlob\":\"%s\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\",\"KeyId\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(blob), arn(key.getKey()));
  }

  private String decrypt(JsonNode json) throws Refusal {
    byte[] blob = bytes(json, "CiphertextBlob");
    Map.Entry<String, Key> key = required(json);
    if (blob.length < 36) {
      throw new Refusal(400, "InvalidCiphertextException");
    }
    String id = new String(blob, 0, 36, StandardCharsets.US_ASCII);
    if (!keys.containsKey(id)) {
      throw new Refusal(400, "InvalidCiphertextException");
    }
    if (!id.equals(key.getKey())) {
      throw new Refusal(400, "IncorrectKeyException");
    }
    requireEnabled(key.getValue());
    try {
      byte[] plaintext =
          TestCipher.open(
              key.getValue().secret, context(json), Arrays.copyOfRange(blob, 36, blob.length));
      return "{\"KeyId\":\"%s\",\"Plaintext\":\"%s\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}"
          .formatted(arn(key.getKey()), Base64.getEncoder().encodeToString(plaintext));
    } catch (AEADBadTagException e) {
      throw new Refusal(400, "InvalidCiphertextException");
    }
  }

  /** Two at a time, so that a client that reads only the first page is wrong. */
  private String list(JsonNode json) {
    String from = json.path("Marker").asString("");
    StringBuilder page = new StringBuilder();
    String last = "";
    int count = 0;
    for (Map.Entry<String, String> alias : aliases.tailMap(from, false).entrySet()) {
      if (count++ == PAGE) {
        return "{\"Aliases\":[%s],\"NextMarker\":\"%s\",\"Truncated\":true}".formatted(page, last);
      }
      last = alias.getKey();
      page.append(page.isEmpty() ? "" : ",")
          .append(
              "{\"AliasName\":\"%s\",\"TargetKeyId\":\"%s\"}".formatted(last, alias.getValue()));
    }
    return "{\"Aliases\":[%s],\"Truncated\":false}".formatted(page);
  }

  private String create(JsonNode json) {
    String id = UUID.randomUUID().toString();
    Key key = new Key();
    key.policy = json.path("Policy").asString("the default");
    key.description = json.path("Description").asString("");
    keys.put(id, key);
    return metadata(id, key);
  }

  private static String metadata(String id, Key key) {
    return ("{\"KeyMetadata\":{\"KeyId\":\"%s\",\"Arn\":\"%s\",\"CreationDate\":1.7E9,\"Enabled\":%b,"
            + "\"KeyState\":\"%s\",\"KeyUsage\":\"ENCRYPT_DECRYPT\"}}")
        .formatted(id, arn(id), key.state.equals("Enabled"), key.state);
  }

  private static void requireEnabled(Key key) throws Refusal {
    switch (key.state) {
      case "Enabled" -> {}
      case "Disabled" -> throw new Refusal(400, "DisabledException");
      default -> throw new Refusal(400, "KMSInvalidStateException");
    }
  }

  private Map.Entry<String, Key> required(JsonNode json) throws Refusal {
    return key(json.path("KeyId").asString())
        .orElseThrow(() -> new Refusal(400, "NotFoundException"));
  }

  private Optional<Map.Entry<String, Key>> key(String idOrAlias) {
    String id = aliases.getOrDefault(idOrAlias, idOrAlias);
    return Optional.ofNullable(keys.get(id)).map(key -> Map.entry(id, key));
  }

  private static byte[] context(JsonNode json) {
    TreeMap<String, String> sorted = new TreeMap<>();
    json.path("EncryptionContext")
        .properties()
        .forEach(each -> sorted.put(each.getKey(), each.getValue().asString()));
    return sorted.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JsonNode json, String field) {
    return Base64.getDecoder().decode(json.path(field).asString());
  }

  private static String arn(String id) {
    return "arn:aws:kms:eu-central-1:111122223333:key/" + id;
  }
}
