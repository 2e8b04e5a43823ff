package io.quantumvault.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** Stands in for the signer: notes its environment in the file its settings name, and stays. */
final class StandInSigner {
  static final String GREETING = "the signer's stand-in is up";

  private StandInSigner() {}

  @SuppressWarnings("SystemOut") // goes to its log
  public static void main(String[] args) throws IOException, InterruptedException {
    Properties settings = new Properties();
    String prefix = "--spring.config.additional-location=file:";
    try (var reader = Files.newBufferedReader(Path.of(args[0].substring(prefix.length())))) {
      settings.load(reader);
    }
    Files.write(Path.of(settings.getProperty("environment")), System.getenv().keySet());
    System.out.println(GREETING);
    new CountDownLatch(1).await();
  }
}
