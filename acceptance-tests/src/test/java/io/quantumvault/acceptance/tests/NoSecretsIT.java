package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quantumvault.acceptance.dsl.DerivedKeys;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.MemorySearchRun;
import io.quantumvault.acceptance.dsl.OwnersKeys;
import io.quantumvault.acceptance.dsl.SecretSearch;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * After a real trade the test opens the owner's keys itself, then looks for them in every file,
 * topic, table, command line and environment of the system.
 */
@Timeout(1800)
class NoSecretsIT {
  private final Installation system = SharedInstallation.get();

  @Test
  void noSecretLiesAnywhereButInItsOwnFile() throws Exception {
    Trader trader = traded();
    SecretSearch secrets = secretsOf(trader, OwnersKeys.of(system, trader));
    var known =
        new SecretSearch().bytes("agent public key", Base58.decode(trader.bot().agentWallet()));

    // Each place must hold something we know is there, or not finding the secrets would mean
    // nothing.
    byte[] tables = tables();
    assertThat(known.hits(tables)).as("the search works on tables").isNotEmpty();
    assertThat(secrets.hits(tables)).isEmpty();

    byte[] topics = topics();
    assertThat(known.hits(topics)).as("the search works on topics").isNotEmpty();
    assertThat(secrets.hits(topics)).isEmpty();

    assertThat(filesWith(known)).as("the search works on files").isNotEmpty();
    assertThat(filesWith(secrets)).isEmpty();
    assertThat(filesWithPlantedSecret(secrets, trader)).hasSize(1);

    byte[] processes = processes();
    assertThat(new SecretSearch().text("data folder", system.data().toString()).hits(processes))
        .isNotEmpty();
    assertThat(secrets.hits(processes)).isEmpty();
  }

  /**
   * What a process has at rest is what it leaves behind. Not searched for: what comes in and goes
   * out by HTTP, which the web server keeps where it likes (key signature, recovery code, token).
   */
  @Test
  void noKeyThatWasOpenedLiesInTheMemoryOfAProcess() throws Exception {
    Trader trader = traded();
    var keys = OwnersKeys.of(system, trader);
    var secrets =
        new MemorySearchRun()
            .secret("seed", "seed", keys.seed())
            .secret("entropy", "key32", keys.entropy())
            .secret("EK", "key32", keys.executionKey())
            .secret("private-key-key", "aes256", keys.privateKeyKey())
            .secret("mnemonic-key", "aes256", keys.mnemonicKey())
            .secret("UMK", "key32", keys.umk())
            .secret("slot-key", "aes256", keys.slotKey());
    var known =
        new MemorySearchRun().secret("agent", "key32", Base58.decode(trader.bot().agentWallet()));

    for (String process : List.of("signer-service", "system")) {
      long pid = pid(process);
      MemorySearchRun.Result found = known.search(pid);
      if (found.out().contains("the kernel forbids")) {
        abort("not run: no right to read another process's memory: " + found.out());
      }
      assertThat(found.exit()).as("the search works on " + process + ": " + found.out()).isOne();
      MemorySearchRun.Result result = secrets.search(pid);
      assertThat(result.exit()).as(process + ": " + result.out()).isZero();
    }
  }

  private long pid(String process) throws IOException {
    String mark = Files.readString(system.data().resolve("run").resolve(process + ".pid"));
    return Long.parseLong(mark.strip().split(" ", 2)[0]);
  }

  private Trader traded() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    try (var topics = new TopicReader(system.kafka("operator"), List.of("executions-v1"))) {
      String signal = trader.alert("a", "SOL-PERP", "buy", "0.1").signalId();
      Poll.until(
          Duration.ofSeconds(60),
          "a confirmed trade",
          () ->
              topics.executions(signal).stream()
                  .anyMatch(event -> event.getKindCase() == KindCase.CONFIRMED));
    }
    return trader;
  }

  private static SecretSearch secretsOf(Trader trader, OwnersKeys keys) throws IOException {
    assertThat(new Ed25519PrivateKeyParameters(keys.seed()).generatePublicKey().getEncoded())
        .as("the derived seed is the agent wallet's")
        .isEqualTo(Base58.decode(trader.bot().agentWallet()));
    String hook = trader.hook();
    return new SecretSearch()
        .bytes("seed", keys.seed())
        .bytes("entropy", keys.entropy())
        .text("mnemonic", DerivedKeys.words(keys.entropy()))
        .bytes("EK", keys.executionKey())
        .bytes("private-key key", keys.privateKeyKey())
        .bytes("mnemonic key", keys.mnemonicKey())
        .bytes("UMK", keys.umk())
        .bytes("slot key", keys.slotKey())
        .bytes("signature over K", keys.keySignature())
        .bytes("recovery code", trader.owner().recoveryCode())
        .text("webhook token", hook.substring(hook.lastIndexOf('/') + 1))
        .text("cookie", cookie(trader));
  }

  private static String cookie(Trader trader) {
    String cookie = Objects.requireNonNull(trader.owner().api().cookie());
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  // Every row of every table as the role that owns them sees it, as a dump would write it.
  private byte[] tables() throws Exception {
    var all = new ByteArrayOutputStream();
    try (var connection = system.database("qv_migrator");
        var names = connection.createStatement();
        var tables =
            names.executeQuery(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                    + " WHERE schemaname IN ('control', 'ledger', 'audit')")) {
      while (tables.next()) {
        try (var rows =
            connection
                .createStatement()
                .executeQuery("SELECT t::text FROM " + tables.getString(1) + " t")) {
          while (rows.next()) {
            all.writeBytes(rows.getString(1).getBytes(UTF_8));
          }
        }
      }
    }
    return all.toByteArray();
  }

  private byte[] topics() throws Exception {
    var all = new ByteArrayOutputStream();
    try (var reader =
        new TopicReader(
            system.kafka("operator"), Topics.all().stream().map(Topics.Topic::name).toList())) {
      reader
          .all()
          .forEach(entry -> {
            Stream.of(entry.key(), entry.value()).filter(Objects::nonNull).forEach(all::writeBytes);
            entry.headers().forEach(header -> all.writeBytes(header.value()));
          });
    }
    return all.toByteArray();
  }

  private List<Path> filesWithPlantedSecret(SecretSearch secrets, Trader trader)
      throws IOException {
    Path planted = system.data().resolve("planted.log");
    Files.writeString(
        planted, "token=" + trader.hook().substring(trader.hook().lastIndexOf('/') + 1));
    try {
      return filesWith(secrets);
    } finally {
      Files.delete(planted);
    }
  }

  // All but the folders that exist to hold services' own keys and passwords, and the unpacked
  // programs.
  private List<Path> filesWith(SecretSearch search) throws IOException {
    var found = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(system.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = system.data().relativize(file).toString();
        if (name.startsWith("keys/") || name.startsWith("secrets/") || name.startsWith("cache/")) {
          continue;
        }
        try {
          if (!search.hits(Files.readAllBytes(file)).isEmpty()) {
            found.add(file);
          }
        } catch (NoSuchFileException e) {
          // Databases and brokers delete files while they run.
        }
      }
    }
    return found;
  }

  private byte[] processes() throws IOException {
    var all = new ByteArrayOutputStream();
    for (ProcessHandle process : system.processes()) {
      for (String file : List.of("cmdline", "environ")) {
        try {
          all.writeBytes(Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file)));
        } catch (IOException e) {
          // A hardened process does not show its environment, and one may end while it is read.
          all.writeBytes(new byte[0]);
        }
      }
    }
    return all.toByteArray();
  }
}
