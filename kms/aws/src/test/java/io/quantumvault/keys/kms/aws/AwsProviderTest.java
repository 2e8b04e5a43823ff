package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class AwsProviderTest {
  private static final Path KEYS = Path.of("keys");
  private static final Map<String, String> AWS =
      Map.of(
          "provider", "aws-kms",
          "aws.region", "eu-central-1",
          "aws.credentials", "instance");

  @TempDir Path folder;

  private static AwsProvider.RegionSettings of(Map<String, String> properties) {
    return (AwsProvider.RegionSettings) KmsSettings.of(properties::get, KEYS);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(AWS);
    all.putAll(more);
    return all;
  }

  @Test
  void readsItsSettings() {
    AwsProvider.RegionSettings read = of(AWS);
    assertThat(read.server().region()).isEqualTo("eu-central-1");
    assertThat(read.server().endpoint()).isNull();
    assertThat(read.server().aliasPrefix()).isEqualTo("quantumvault-");
    assertThat(read.server().credentials()).isEqualTo(new AwsCredentials.InstanceProfile());
    assertThat(credentials("container", Map.of())).isEqualTo(new AwsCredentials.Container());
    assertThat(credentials("file", Map.of("aws.credentials-file", "/c")))
        .isEqualTo(new AwsCredentials.CredentialsFile(Path.of("/c"), "default"));
    assertThat(
            credentials(
                "web-identity", Map.of("aws.role-arn", "arn", "aws.web-identity-token-file", "/t")))
        .isEqualTo(new AwsCredentials.WebIdentity("arn", Path.of("/t")));
  }

  private static AwsCredentials credentials(String kind, Map<String, String> more) {
    Map<String, String> all = with(more);
    all.put("aws.credentials", kind);
    return of(all).server().credentials();
  }

  @ParameterizedTest
  @CsvSource({
    "aws.region, aws.region, ''",
    "aws.credentials, aws.credentials, ''",
    "aws.credentials, aws.credentials, environment",
    "aws.role-arn, aws.credentials, web-identity",
    "aws.credentials-file, aws.credentials, file",
    "aws.endpoint, aws.endpoint, http://kms.example",
    "aws.*, aws.region, http://x",
    "aws.*, aws.alias-prefix, aws/x",
    "transit.address, transit.address, https://vault.example"
  })
  void aWrongSettingIsNamed(String named, String name, String value) {
    assertThatThrownBy(() -> of(with(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }

  @Test
  void aLongerIntervalOfAliasesIsKept() {
    assertThat(of(with(Map.of("aws.alias-interval-ms", "600000"))).refreshEvery())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(of(with(Map.of("aws.alias-interval-ms", "1000"))).refreshEvery())
        .isEqualTo(KmsSettings.REFRESH_EVERY);
  }

  /** The same classes, seen by a loader that has no jar of the AWS SDK. */
  @Test
  void withoutTheSdkItsJarsAreNamed() throws Exception {
    new LocalSecretFile(KeyName.CONTROL, 1).create(List.of(folder));
    List<URL> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("awssdk")) {
        jars.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> settings = loader.loadClass(KmsSettings.class.getName());
      Function<String, String> property = AWS::get;
      Object read =
          settings.getMethod("of", Function.class, Path.class).invoke(null, property, folder);
      assertThatThrownBy(() -> settings.getMethod("open").invoke(read))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("software.amazon.awssdk:kms");
    }
  }
}
