package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.choice.KmsProperties;
import io.quantumvault.keys.kms.choice.KmsProvider;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** AWS KMS; the local secrets are in the service's key folder. */
public final class AwsProvider implements KmsProvider {
  @Override
  public Provider provider() {
    return Provider.AWS_KMS;
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        "aws.region",
        "aws.alias-prefix",
        "aws.endpoint",
        "aws.credentials",
        "aws.role-arn",
        "aws.web-identity-token-file",
        "aws.credentials-file",
        "aws.profile",
        "aws.alias-interval-ms");
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    String region = properties.required("aws.region");
    @Nullable URI endpoint =
        properties.text("aws.endpoint") == null ? null : properties.address("aws.endpoint");
    AwsCredentials credentials = credentials(properties);
    AwsKmsSettings server =
        KmsProperties.checked(
            "aws.*",
            () ->
                new AwsKmsSettings(
                    region,
                    properties.or("aws.alias-prefix", "quantumvault-"),
                    endpoint,
                    credentials,
                    properties.connectLimit(),
                    properties.callLimit(),
                    properties.duration("aws.alias-interval", Duration.ofMinutes(1))));
    return new RegionSettings(server, keysDir, Optional.of(properties.resilience()));
  }

  private static AwsCredentials credentials(KmsProperties properties) {
    return switch (properties.required("aws.credentials")) {
      case "web-identity" ->
          new AwsCredentials.WebIdentity(
              properties.required("aws.role-arn"), properties.path("aws.web-identity-token-file"));
      case "container" -> new AwsCredentials.Container();
      case "instance" -> new AwsCredentials.InstanceProfile();
      case "file" ->
          new AwsCredentials.CredentialsFile(
              properties.path("aws.credentials-file"), properties.or("aws.profile", "default"));
      default ->
          throw KmsProperties.refused(
              "aws.credentials", "is none of web-identity, container, instance, file");
    };
  }

  /** The region's KMS, and the folder of the local secrets. */
  record RegionSettings(AwsKmsSettings server, Path keysDir, Optional<Resilience> resilience)
      implements KmsSettings {
    @Override
    public OpenKeyManagement open() {
      return withSdk(() -> AwsKmsKeyManagement.open(server, keysDir, InstantSource.system()));
    }

    @Override
    public Optional<KeyRotation> openRotation() {
      return Optional.of(withSdk(() -> AwsKmsKeyRotation.open(server)));
    }

    /**
     * A refresh forgets the aliases too, so it must not make a longer interval of theirs shorter.
     */
    @Override
    public Duration refreshEvery() {
      return server.aliasInterval().compareTo(REFRESH_EVERY) > 0
          ? server.aliasInterval()
          : REFRESH_EVERY;
    }

    /** Its own jar may have been added without those it needs. */
    private static <T> T withSdk(Supplier<T> open) {
      try {
        return open.get();
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException(
            "the provider aws-kms needs the AWS SDK on the class path:"
                + " software.amazon.awssdk:kms, sts and url-connection-client, with what they need");
      }
    }
  }
}
