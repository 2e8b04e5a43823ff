package io.quantumvault.keys.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a key in what a server was sent: as it is and inside every Base64 text. */
public final class SentToServer {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{4,}={0,2}");
  private static final Pattern RUN = Pattern.compile("(?<=\")[A-Za-z0-9+/]+={0,2}(?=\")");

  private SentToServer() {}

  public static void assertWithout(byte[] received, SecretMemory key) {
    byte[] secret = TestSecrets.reveal(key);
    String text = new String(received, StandardCharsets.ISO_8859_1);
    assertThat(contains(received, secret)).isFalse();
    int decoded = 0;
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      if (BASE64.matcher(runs.group()).matches() && runs.group().length() % 4 == 0) {
        decoded++;
        assertThat(contains(Base64.getDecoder().decode(runs.group()), secret)).isFalse();
      }
    }
    assertThat(decoded).as("texts looked into").isGreaterThan(1);
  }

  /** Any eight bytes of the secret in a row. */
  private static boolean contains(byte[] in, byte[] secret) {
    String haystack = new String(in, StandardCharsets.ISO_8859_1);
    String needle = new String(secret, StandardCharsets.ISO_8859_1);
    for (int at = 0; at + 8 <= needle.length(); at += 8) {
      if (haystack.contains(needle.substring(at, at + 8))) {
        return true;
      }
    }
    return false;
  }
}
