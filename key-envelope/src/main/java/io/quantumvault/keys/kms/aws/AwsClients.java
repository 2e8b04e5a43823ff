package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.http.CredentialFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * Makes clients that take nothing from the environment: no profile of the user, no proxy, no
 * address from a variable; that follow no redirect, read no endless answer and repeat nothing.
 */
final class AwsClients {
  private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

  private AwsClients() {}

  static KmsClient kms(AwsKmsSettings settings) {
    Region region = Region.of(settings.region());
    URI address = settings.endpoint();
    if (address == null) {
      // Said outright, since AWS_ENDPOINT_URL would else be followed.
      address = URI.create("https://" + KmsClient.serviceMetadata().endpointFor(region));
    }
    return KmsClient.builder()
        .region(region)
        .endpointOverride(address)
        .credentialsProvider(credentials(settings))
        .httpClient(http(settings))
        .overrideConfiguration(bounds(settings))
        .build();
  }

  private static AwsCredentialsProvider credentials(AwsKmsSettings settings) {
    return switch (settings.credentials()) {
      case AwsCredentials.WebIdentity it -> webIdentity(it, settings);
      case AwsCredentials.Container it -> ContainerCredentialsProvider.builder().build();
      case AwsCredentials.InstanceProfile it ->
          InstanceProfileCredentialsProvider.builder().profileFile(NO_PROFILES).build();
      case AwsCredentials.CredentialsFile it -> {
        CredentialFile.check(it.file());
        yield ProfileCredentialsProvider.builder()
            .profileFile(
                ProfileFile.builder().content(it.file()).type(ProfileFile.Type.CREDENTIALS).build())
            .profileName(it.profile())
            .build();
      }
    };
  }

  private static AwsCredentialsProvider webIdentity(
      AwsCredentials.WebIdentity identity, AwsKmsSettings settings) {
    Region region = Region.of(settings.region());
    StsClient sts =
        StsClient.builder()
            .region(region)
            .endpointOverride(
                URI.create("https://" + StsClient.serviceMetadata().endpointFor(region)))
            .httpClient(http(settings))
            .overrideConfiguration(bounds(settings))
            .build();
    return StsWebIdentityTokenFileCredentialsProvider.builder()
        .stsClient(sts)
        .roleArn(identity.roleArn())
        .roleSessionName("quantumvault")
        .webIdentityTokenFile(identity.tokenFile())
        .build();
  }

  private static ClientOverrideConfiguration bounds(AwsKmsSettings settings) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(settings.callLimit())
        .apiCallAttemptTimeout(settings.callLimit())
        .defaultProfileFile(NO_PROFILES)
        .addExecutionInterceptor(new BoundedAnswers())
        .build();
  }

  private static SdkHttpClient http(AwsKmsSettings settings) {
    return UrlConnectionHttpClient.create(uri -> {
      try {
        HttpURLConnection connection =
            (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(settings.connectLimit().toMillis()));
        connection.setReadTimeout(Math.toIntExact(settings.callLimit().toMillis()));
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        return connection;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
