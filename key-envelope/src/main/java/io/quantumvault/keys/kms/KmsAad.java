package io.quantumvault.keys.kms;

import io.quantumvault.keys.record.Aad;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a wrapped key is bound to beside its ciphertext: the key name, and the context. */
public final class KmsAad {
  private static final String PREFIX = "QuantumVault/v2/kms/";
  private static final String LOCAL_PREFIX = "QuantumVault/v2/kms-local/";

  private KmsAad() {}

  /** {@code QuantumVault/v2/kms/<name>}: the info of HPKE, whose AAD is the context alone. */
  public static byte[] info(KeyName name) {
    return ascii(PREFIX + name.text());
  }

  /** {@code QuantumVault/v2/kms/<name>} ‖ context: the AAD of every other wrapping. */
  public static byte[] of(KeyName name, Aad context) {
    return joined(info(name), context);
  }

  /** {@code QuantumVault/v2/kms-local/<name>} ‖ context: the AAD of an inner seal. */
  public static byte[] local(KeyName name, Aad context) {
    return joined(ascii(LOCAL_PREFIX + name.text()), context);
  }

  private static byte[] joined(byte[] prefix, Aad context) {
    byte[] bytes = context.bytes();
    byte[] joined = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, joined, prefix.length, bytes.length);
    return joined;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
