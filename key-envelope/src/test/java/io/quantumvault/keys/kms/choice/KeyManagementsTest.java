package io.quantumvault.keys.kms.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.kms.metered.KmsMetrics.Outcome;
import io.quantumvault.keys.kms.metered.KmsMetrics.Sum;
import io.quantumvault.keys.kms.resilient.RefreshingKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeyManagementsTest {
  @TempDir Path folder;
  private final KmsMetrics metrics = new KmsMetrics();

  @Test
  void opensTheFolderMetered() {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    try (OpenKeyManagement kms =
            KeyManagements.open(KmsSettings.of(name -> null, folder), metrics);
        SecretMemory key = SecretMemory.random(32)) {
      assertThat(kms).isInstanceOf(RefreshingKeyManagement.class);
      kms.unwrap(KeyName.CONTROL, Golden.aad(7), kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .close();
    }
    assertThat(metrics.snapshot())
        .filteredOn(sum -> sum.outcome() == Outcome.OK && sum.count() == 1 && sum.nanos() > 0)
        .hasSize(2);
  }

  @Test
  void aLongerIntervalOfAliasesIsKept() {
    Map<String, String> aws =
        Map.of(
            "provider",
            "aws-kms",
            "aws.region",
            "eu-central-1",
            "aws.credentials",
            "container",
            "aws.alias-interval-ms",
            "600000");

    assertThat(KeyManagements.refreshInterval(KmsSettings.of(aws::get, folder)))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(KeyManagements.refreshInterval(KmsSettings.of(name -> null, folder)))
        .isEqualTo(KeyManagements.REFRESH_EVERY);
  }

  @Test
  void opensTransitRetriedAndLimited() throws IOException {
    new LocalSecretFile(KeyName.CONTROL, 1).create(List.of(folder));
    Path token = folder.resolve("token");
    Files.writeString(token, "hvs.token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    int gone;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = socket.getLocalPort();
    }
    Map<String, String> properties =
        Map.of(
            "provider",
            "transit",
            "transit.address",
            "http://127.0.0.1:" + gone,
            "transit.token-file",
            token.toString(),
            "first-pause-ms",
            "1");
    int before = SecretMemory.liveCount();
    try (OpenKeyManagement kms =
            KeyManagements.open(KmsSettings.of(properties::get, folder), metrics);
        SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .isInstanceOf(KmsUnavailable.class);
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    assertThat(metrics.snapshot())
        .filteredOn(sum -> sum.count() > 0)
        .extracting(Sum::outcome)
        .containsExactly(Outcome.UNAVAILABLE);
  }

  /** The same classes, seen by a loader that has no jar of the AWS SDK. */
  @Test
  void withoutTheAwsSdkItsJarsAreNamedAndTheOthersWork() throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    FileKmsKeys.create(KeyName.CONTROL, 1, files, files);
    new LocalSecretFile(KeyName.CONTROL, 1).create(List.of(folder));
    List<URL> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("awssdk")) {
        jars.add(Path.of(entry).toUri().toURL());
      }
    }
    Map<String, String> aws =
        Map.of("provider", "aws-kms", "aws.region", "eu-central-1", "aws.credentials", "container");
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      ((AutoCloseable) open(loader, name -> null, files)).close();

      assertThatThrownBy(() -> open(loader, aws::get, folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("software.amazon.awssdk:kms");
    }
  }

  private static Object open(ClassLoader loader, Function<String, ?> property, Path keys)
      throws Exception {
    Class<?> settings = loader.loadClass(KmsSettings.class.getName());
    Class<?> sums = loader.loadClass(KmsMetrics.class.getName());
    Object read = settings.getMethod("of", Function.class, Path.class).invoke(null, property, keys);
    Method open =
        loader.loadClass(KeyManagements.class.getName()).getMethod("open", settings, sums);
    try {
      return open.invoke(null, read, sums.getConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }
}
