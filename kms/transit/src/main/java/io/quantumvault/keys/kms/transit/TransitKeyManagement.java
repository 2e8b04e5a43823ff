package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.kms.local.LocalWrapping;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Key management by a Transit engine (Vault, OpenBao), which sees and answers only what {@link
 * LocalWrapping} sealed.
 *
 * <p>Provider bytes: what follows {@code vault:v<N>:}, decoded; N is the key version of the header.
 * The engine gets the context as {@code associated_data}; the inner seal binds it as well, so an
 * engine that ignored it would change nothing. It may be used by many threads.
 */
public final class TransitKeyManagement implements OpenKeyManagement {
  private final TransitClient client;
  private final LocalWrapping local;

  private TransitKeyManagement(TransitClient client, LocalWrapping local) {
    this.client = client;
    this.local = local;
  }

  /**
   * Reads token and local secrets; the engine is first asked when there is something to wrap.
   *
   * @throws KeyFileRefused when a local secret is missing or not a good one
   * @throws IllegalArgumentException when the token file or the certificates are not good ones
   */
  public static TransitKeyManagement open(TransitSettings settings, Path keysDir) {
    LocalWrapping local = LocalWrapping.open(keysDir);
    try {
      return new TransitKeyManagement(new TransitClient(settings), local);
    } catch (Throwable t) {
      local.close();
      throw t;
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    String inner = base64(local.seal(name, context, key));
    TransitAnswer answer =
        client.call(
            name,
            TransitOperation.ENCRYPT,
            json("{\"plaintext\":\"%s\",\"associated_data\":\"%s\"}", inner, base64(context)));
    requireOk(name, TransitOperation.ENCRYPT, answer);
    return TransitCiphertext.parse(answer.required("data.ciphertext")).bytes(Provider.TRANSIT);
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    String ciphertext = TransitCiphertext.text(WrappedKey.parse(Provider.TRANSIT, wrapped));
    TransitAnswer answer =
        client.call(
            name,
            TransitOperation.DECRYPT,
            json(
                "{\"ciphertext\":\"%s\",\"associated_data\":\"%s\"}", ciphertext, base64(context)));
    requireOk(name, TransitOperation.DECRYPT, answer);
    byte[] inner = decoded(answer.required("data.plaintext"));
    try {
      return local.open(name, context, inner);
    } finally {
      Arrays.fill(inner, (byte) 0);
    }
  }

  /** The engine says 400 to a changed bit, another context, and a version that is no more. */
  private static void requireOk(KeyName name, TransitOperation operation, TransitAnswer answer) {
    if (answer.status() == 400) {
      throw new CryptoFailure();
    }
    if (!answer.isOk()) {
      throw TransitClient.unavailable(name, operation, "nothing there (" + answer.status() + ")");
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw TransitAnswer.garbage();
    }
  }

  private static String base64(Aad context) {
    return base64(context.bytes());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Base64 and {@code vault:v<N>:} have nothing that JSON would want escaped. */
  private static byte[] json(String form, String first, String second) {
    return form.formatted(first, second).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void refresh() {
    local.refresh();
    client.refreshToken();
  }

  @Override
  public void close() {
    local.close();
    client.close();
  }
}
