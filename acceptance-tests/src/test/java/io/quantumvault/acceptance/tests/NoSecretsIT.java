package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.DerivedKeys;
import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.SecretSearch;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.Poll;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.text.KeyMessage;
import io.quantumvault.schemas.v1.ExecutionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/**
 * After a real trade the test opens the owner's keys itself, then looks for them in every file,
 * topic, table, command line and environment of the system.
 */
class NoSecretsIT {
  private final Installation system = SharedInstallation.get();

  @Test
  void noSecretLiesAnywhereButInItsOwnFile() throws Exception {
    Trader trader = Trader.ready(system, Map.of());
    try (var topics = new TopicReader(system.kafka("operator"), List.of("executions-v1"))) {
      String signal = trader.alert("a", "SOL-PERP", "buy", "0.1").signalId();
      Poll.until(
          Duration.ofSeconds(60),
          "a confirmed trade",
          () ->
              topics.executions(signal).stream()
                  .anyMatch(event -> event.getKind() == ExecutionKind.EXECUTION_KIND_CONFIRMED));
    }
    SecretSearch secrets = secretsOf(trader);
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

  private SecretSearch secretsOf(Trader trader) throws Exception {
    byte[] agent = Base58.decode(trader.bot().agentWallet());
    byte[] owner = trader.owner().wallet().publicKey();
    try (Connection connection = system.database("qv_control_plane")) {
      DerivedKeys.Slot slot = slot(connection, trader.owner().address(), owner);
      byte[] signature = trader.owner().wallet().sign(slot.keyMessage());
      byte[] slotKey = DerivedKeys.slotKey(slot, signature);
      byte[] umk =
          DerivedKeys.umk(
              slot, slotKey, system.data().resolve("keys/control-plane/kms-control-v1.key"));
      byte[] executionKey = DerivedKeys.executionKey(umk, slot.ownerSalt(), agent);
      byte[] privateKeyKey = DerivedKeys.privateKeyKey(executionKey, slot.ownerSalt());
      byte[] mnemonicKey = DerivedKeys.mnemonicKey(umk, slot.ownerSalt(), agent);
      byte[][] sealed = sealed(connection, trader.bot().agentWallet());
      byte[] seed = DerivedKeys.seed(privateKeyKey, owner, agent, sealed[0]);
      byte[] entropy = DerivedKeys.entropy(mnemonicKey, owner, agent, sealed[1]);
      assertThat(new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded())
          .as("the derived seed is the agent wallet's")
          .isEqualTo(agent);
      String hook = trader.hook();
      return new SecretSearch()
          .bytes("seed", seed)
          .bytes("entropy", entropy)
          .text("mnemonic", DerivedKeys.words(entropy))
          .bytes("EK", executionKey)
          .bytes("private-key key", privateKeyKey)
          .bytes("mnemonic key", mnemonicKey)
          .bytes("UMK", umk)
          .bytes("slot key", slotKey)
          .bytes("signature over K", signature)
          .bytes("recovery code", trader.owner().recoveryCode())
          .text("webhook token", hook.substring(hook.lastIndexOf('/') + 1))
          .text("cookie", cookie(trader));
    }
  }

  private static String cookie(Trader trader) {
    String cookie = Objects.requireNonNull(trader.owner().api().cookie());
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  private static DerivedKeys.Slot slot(Connection connection, String address, byte[] owner)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT o.salt, s.slot_id, s.version, s.template_version, s.domain, s.key_salt, s.wrapped_umk"
                + " FROM control.owners o JOIN control.key_slots s ON s.owner = o.address"
                + " WHERE o.address = ? AND s.kind = 1")) {
      query.setString(1, address);
      try (var row = query.executeQuery()) {
        row.next();
        UUID id = row.getObject(2, UUID.class);
        byte[] keyMessage =
            KeyMessage.render(row.getInt(4), row.getString(5), address, id, row.getBytes(6));
        return new DerivedKeys.Slot(
            owner, row.getBytes(1), id, row.getInt(3), keyMessage, row.getBytes(7));
      }
    }
  }

  private static byte[][] sealed(Connection connection, String agent) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT sealed_seed, sealed_entropy FROM control.agent_wallets WHERE address = ?")) {
      query.setString(1, agent);
      try (var row = query.executeQuery()) {
        row.next();
        return new byte[][] {row.getBytes(1), row.getBytes(2)};
      }
    }
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
