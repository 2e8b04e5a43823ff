package io.quantumvault.standalone;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.standalone.platform.DatabaseRole;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code qv env} tells: addresses, files of credentials, topics. Never a secret itself. */
final class Description {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Description() {}

  static String of(StandaloneSystem system, int statusPort) {
    Addresses at = system.addresses();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ownerApi", at.console().toString());
    all.put("webhooks", at.webhooks().toString());
    all.put("chainRpc", at.chainRpc().toString());
    all.put("kafkaBootstrapServers", at.kafkaBootstrapServers());
    all.put("kafkaMechanism", "SCRAM-SHA-512 over SASL_PLAINTEXT");
    all.put("jdbcUrl", at.jdbcUrl());
    all.put("status", "http://127.0.0.1:" + statusPort + "/status");
    all.put("dataDir", system.platform().dataDir().toString());
    all.put("auditPublicKey", system.auditPublicKey().toString());
    Map<String, String> kafka = new LinkedHashMap<>();
    for (Principal principal : Principal.values()) {
      kafka.put(principal.userName(), system.platform().kafka().passwordFile(principal).toString());
    }
    all.put("kafkaPasswordFiles", kafka);
    Map<String, String> database = new LinkedHashMap<>();
    for (DatabaseRole role : DatabaseRole.values()) {
      database.put(role.roleName(), system.platform().postgres().passwordFile(role).toString());
    }
    all.put("databasePasswordFiles", database);
    all.put("topics", Topics.all().stream().map(Topics.Topic::name).toList());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  static JsonNode read(String json) {
    return JSON.readTree(json);
  }

  /** For people: a line each, lists indented. */
  static String asText(String json) {
    StringBuilder text = new StringBuilder();
    read(json)
        .properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          if (value.isString()) {
            text.append("%-24s %s%n".formatted(entry.getKey(), value.asString()));
          } else {
            text.append(entry.getKey()).append(System.lineSeparator());
            value
                .properties()
                .forEach(e ->
                    text.append("  %-22s %s%n".formatted(e.getKey(), e.getValue().asString())));
            if (value.isArray()) {
              value.forEach(
                  v -> text.append("  ").append(v.asString()).append(System.lineSeparator()));
            }
          }
        });
    return text.toString();
  }
}
