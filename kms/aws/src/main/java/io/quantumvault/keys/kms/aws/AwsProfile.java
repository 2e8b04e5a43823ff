package io.quantumvault.keys.kms.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * One profile of the text of a credentials file: an access key and nothing that would have to be
 * run, asked or followed to get one.
 */
final class AwsProfile {
  private static final String ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";
  private static final String SESSION = "aws_session_token";
  private static final Set<String> READ = Set.of(ID, SECRET, SESSION);
  private static final Pattern HEADER = Pattern.compile("\\[\\s*([^\\[\\]]*?)\\s*]");
  private static final Pattern LINE = Pattern.compile("([a-z_]+)\\s*=\\s*([!-~]+)");

  private AwsProfile() {}

  /**
   * Reads it; other profiles are passed over.
   *
   * @throws IllegalArgumentException with the number of the line that is wrong or the name that is
   *     missing; never with a word of the text, in which a secret may stand anywhere
   */
  static software.amazon.awssdk.auth.credentials.AwsCredentials in(String text, String profile) {
    Map<String, String> values = valuesOf(text.lines().map(String::strip).toList(), profile);
    String id = required(values, ID);
    String secret = required(values, SECRET);
    String session = values.get(SESSION);
    return session == null
        ? AwsBasicCredentials.create(id, secret)
        : AwsSessionCredentials.create(id, secret, session);
  }

  private static Map<String, String> valuesOf(List<String> lines, String profile) {
    Map<String, String> values = new HashMap<>();
    int found = 0;
    boolean inProfile = false;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[")) {
        inProfile = isHeaderOf(profile, line, at + 1);
        found += inProfile ? 1 : 0;
      } else if (inProfile) {
        read(line, at + 1, values);
      }
    }
    if (found != 1) {
      throw new IllegalArgumentException(
          "it has %s profile %s".formatted(found == 0 ? "no" : "more than one", profile));
    }
    return values;
  }

  private static boolean isHeaderOf(String profile, String line, int number) {
    Matcher header = HEADER.matcher(line);
    if (!header.matches()) {
      throw new IllegalArgumentException("line " + number + " is no [profile]");
    }
    return profile.equals(header.group(1));
  }

  private static void read(String line, int number, Map<String, String> values) {
    Matcher value = LINE.matcher(line);
    if (!value.matches() || !READ.contains(value.group(1))) {
      throw new IllegalArgumentException(
          ("line %d of it is none of %s, %s, %s: a command, role or login (credential_process,"
                  + " role_arn, sso_…) is not followed from here")
              .formatted(number, ID, SECRET, SESSION));
    }
    if (values.put(value.group(1), value.group(2)) != null) {
      throw new IllegalArgumentException("line " + number + " of it says a thing twice");
    }
  }

  private static String required(Map<String, String> values, String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("its profile lacks " + name);
    }
    return value;
  }
}
