package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KeyName;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/** {@code alias/<prefix><name>-v<N>}: each version of a wrapping key is a KMS key of its own. */
record AwsAliases(KmsClient kms, String prefix) {
  /** An account has 50 000 aliases at the most unless it asked for more. */
  private static final int MAX_PAGES = 2000;

  String alias(KeyName name, int version) {
    return "alias/" + prefix + name.text() + "-v" + version;
  }

  /** The key identifiers by version number. */
  NavigableMap<Integer, String> versions(KeyName name) {
    Pattern form =
        Pattern.compile(
            Pattern.quote("alias/" + prefix + name.text() + "-v") + "([1-9][0-9]{0,8})");
    NavigableMap<Integer, String> versions = new TreeMap<>();
    @Nullable String marker = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      String from = marker;
      ListAliasesResponse answer =
          AwsCall.of(name, "list", () -> kms.listAliases(it -> it.limit(100).marker(from)));
      for (AliasListEntry alias : answer.aliases()) {
        Matcher matcher = form.matcher(String.valueOf(alias.aliasName()));
        if (matcher.matches() && alias.targetKeyId() != null) {
          versions.put(Integer.parseInt(matcher.group(1)), alias.targetKeyId());
        }
      }
      if (!Boolean.TRUE.equals(answer.truncated())) {
        return versions;
      }
      marker = answer.nextMarker();
    }
    throw AwsCall.unavailable(name, "list", "the list does not end");
  }
}
