package io.quantumvault.keys.kms.aws;

import io.quantumvault.keys.kms.http.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Clients that take nothing from the environment: no profile of the user, no proxy, no address from
 * a variable; that follow no redirect, read no endless answer and repeat nothing. Closing this
 * closes them and what they get credentials from; nothing is sent afterwards.
 */
final class AwsClients implements AutoCloseable {
  private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

  private final AwsKmsSettings settings;
  private final @Nullable URI stsEndpoint;
  private final Deque<SdkAutoCloseable> owned = new ArrayDeque<>();
  private final KmsClient kms;

  AwsClients(AwsKmsSettings settings) {
    this(settings, null);
  }

  /**
   * Makes them.
   *
   * @param stsEndpoint another address than the region's own; see {@link ServerAddress}
   * @throws IllegalArgumentException when the credentials file is not a good one
   */
  AwsClients(AwsKmsSettings settings, @Nullable URI stsEndpoint) {
    this.settings = settings;
    this.stsEndpoint = stsEndpoint;
    try {
      this.kms = makeKms();
    } catch (Throwable t) {
      close();
      throw t;
    }
  }

  KmsClient kms() {
    return kms;
  }

  /** What {@link #close} will close. */
  Collection<SdkAutoCloseable> owned() {
    return List.copyOf(owned);
  }

  private KmsClient makeKms() {
    Region region = Region.of(settings.region());
    URI address = settings.endpoint();
    if (address == null) {
      // Said outright, since AWS_ENDPOINT_URL would else be followed.
      address = URI.create("https://" + KmsClient.serviceMetadata().endpointFor(region));
    }
    return own(
        KmsClient.builder()
            .region(region)
            .endpointOverride(address)
            .credentialsProvider(credentials())
            .httpClient(http())
            .overrideConfiguration(bounds())
            .build());
  }

  private AwsCredentialsProvider credentials() {
    return switch (settings.credentials()) {
      case AwsCredentials.WebIdentity it -> webIdentity(it);
      case AwsCredentials.Container it -> own(ContainerCredentialsProvider.builder().build());
      case AwsCredentials.InstanceProfile it ->
          own(InstanceProfileCredentialsProvider.builder().profileFile(NO_PROFILES).build());
      case AwsCredentials.CredentialsFile it ->
          own(new AwsCredentialsFile(it.file(), it.profile()));
    };
  }

  private AwsCredentialsProvider webIdentity(AwsCredentials.WebIdentity identity) {
    Region region = Region.of(settings.region());
    URI address = stsEndpoint;
    if (address == null) {
      address = URI.create("https://" + StsClient.serviceMetadata().endpointFor(region));
    }
    StsClient sts =
        own(
            StsClient.builder()
                .region(region)
                .endpointOverride(address)
                .httpClient(http())
                .overrideConfiguration(bounds())
                .build());
    return own(
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(sts)
            .roleArn(identity.roleArn())
            .roleSessionName("quantumvault")
            .webIdentityTokenFile(identity.tokenFile())
            .build());
  }

  private ClientOverrideConfiguration bounds() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(settings.callLimit())
        .apiCallAttemptTimeout(settings.callLimit())
        .defaultProfileFile(NO_PROFILES)
        .addExecutionInterceptor(new BoundedAnswers())
        .build();
  }

  private SdkHttpClient http() {
    return own(UrlConnectionHttpClient.create(this::connection));
  }

  /** The SDK itself sets it to follow no redirect. */
  private HttpURLConnection connection(URI uri) {
    try {
      // A proxy set for the whole machine would see which keys are used, and by whom.
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(Math.toIntExact(settings.connectLimit().toMillis()));
      connection.setReadTimeout(Math.toIntExact(settings.callLimit().toMillis()));
      connection.setUseCaches(false);
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SDK closes neither an HTTP client nor a client of STS that it was given. */
  private <T extends SdkAutoCloseable> T own(T made) {
    owned.push(made);
    return made;
  }

  /** The last made first. */
  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
