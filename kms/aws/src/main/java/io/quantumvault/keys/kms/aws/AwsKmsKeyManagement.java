package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.kms.local.LocalWrapping;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Key management by AWS KMS, which sees and answers only what {@link LocalWrapping} sealed.
 *
 * <p>Provider bytes: KMS's ciphertext blob; the key version of the header is the N of {@code
 * alias/<prefix><name>-v<N>}, and only that key may decrypt it. The encryption context, which AWS
 * writes to its log, is {@code quantumvault:key} = name and {@code quantumvault:context} = Base64
 * of the context; the inner seal binds the same. It may be used by many threads.
 */
public final class AwsKmsKeyManagement implements OpenKeyManagement {
  /** The most that AWS KMS encrypts, and the longest blob that it answers. */
  private static final int MAX_BLOB_BYTES = 6144;

  private final AwsClients clients;
  private final KmsClient kms;
  private final AwsAliases aliases;
  private final NewestVersions newest;
  private final LocalWrapping local;

  /** Takes over clients and local secrets: closing this closes them. */
  AwsKmsKeyManagement(
      AwsClients clients, AwsKmsSettings settings, LocalWrapping local, InstantSource clock) {
    this.clients = clients;
    this.kms = clients.kms();
    this.aliases = new AwsAliases(kms, settings.aliasPrefix());
    this.newest = new NewestVersions(aliases, settings.aliasInterval(), clock);
    this.local = local;
  }

  /**
   * Reads the local secrets; AWS is first asked when there is something to wrap.
   *
   * @throws KeyFileRefused when a local secret is missing or not a good one
   * @throws IllegalArgumentException when the credentials file is not a good one
   */
  public static AwsKmsKeyManagement open(
      AwsKmsSettings settings, Path keysDir, InstantSource clock) {
    LocalWrapping local = LocalWrapping.open(keysDir);
    try {
      return new AwsKmsKeyManagement(new AwsClients(settings), settings, local, clock);
    } catch (Throwable t) {
      local.close();
      throw t;
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    byte[] inner = local.seal(name, context, key);
    int version = newest.of(name);
    SdkBytes blob =
        AwsCall.of(
            name,
            "encrypt",
            () ->
                kms.encrypt(it ->
                        it.keyId(aliases.alias(name, version))
                            .plaintext(SdkBytes.fromByteArray(inner))
                            .encryptionContext(encryptionContext(name, context)))
                    .ciphertextBlob());
    return new WrappedKey(version, present(name, "encrypt", blob)).bytes(Provider.AWS_KMS);
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    WrappedKey parsed = WrappedKey.parse(Provider.AWS_KMS, wrapped);
    if (parsed.providerBytes().length > MAX_BLOB_BYTES) {
      throw new CryptoFailure();
    }
    SdkBytes plaintext =
        AwsCall.of(
            name,
            "decrypt",
            () ->
                kms.decrypt(it ->
                        it.keyId(aliases.alias(name, parsed.keyVersion()))
                            .ciphertextBlob(SdkBytes.fromByteArray(parsed.providerBytes()))
                            .encryptionContext(encryptionContext(name, context)))
                    .plaintext());
    byte[] inner = present(name, "decrypt", plaintext);
    try {
      return local.open(name, context, inner);
    } finally {
      Arrays.fill(inner, (byte) 0);
    }
  }

  private static byte[] present(KeyName name, String operation, @Nullable SdkBytes bytes) {
    if (bytes == null || bytes.asByteArrayUnsafe().length == 0) {
      throw AwsCall.unavailable(name, operation, "the answer cannot be understood");
    }
    return bytes.asByteArray();
  }

  private static Map<String, String> encryptionContext(KeyName name, Aad context) {
    return Map.of(
        "quantumvault:key", name.text(),
        "quantumvault:context", Base64.getEncoder().encodeToString(context.bytes()));
  }

  @Override
  public void refresh() {
    local.refresh();
    newest.forget();
  }

  @Override
  public void close() {
    local.close();
    clients.close();
  }
}
