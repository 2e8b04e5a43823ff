package io.quantumvault.keys.kms.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody else signed, and its private half as a server has it. Made by the JDK's
 * {@code keytool}, since the JDK has no public class that makes one.
 */
public record TestCertificate(Path pem, SSLContext server) {
  private static final String PASSWORD = "of-a-test-alone";

  /** For names such as {@code ip:127.0.0.1} or {@code dns:elsewhere.example}. */
  public static TestCertificate of(Path folder, String name) {
    try {
      Path dir = Files.createTempDirectory(folder, "certificate");
      Path store = dir.resolve("store.p12");
      Path pem = dir.resolve("certificate.pem");
      keytool(
          store,
          List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=" + name));
      keytool(store, List.of("-exportcert", "-rfc", "-file", pem.toString()));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext server = SSLContext.getInstance("TLS");
      server.init(managers.getKeyManagers(), null, null);
      return new TestCertificate(pem, server);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store, List<String> does)
      throws IOException, InterruptedException {
    ProcessBuilder keytool =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    keytool.command().addAll(does);
    keytool
        .command()
        .addAll(List.of("-alias", "test", "-keystore", store.toString(), "-storepass", PASSWORD));
    Process run = keytool.redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
