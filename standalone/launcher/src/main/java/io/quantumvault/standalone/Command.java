package io.quantumvault.standalone;

import io.quantumvault.audit.verify.AuditVerify;
import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.StartRefused;
import io.quantumvault.standalone.reconcile.AdminCommand;
import io.quantumvault.standalone.reconcile.Connections;
import io.quantumvault.standalone.records.CommittedTopics;
import io.quantumvault.standalone.recover.RecoverCommand;
import io.quantumvault.standalone.replay.PolicyCommand;
import io.quantumvault.standalone.replay.RecordedAlerts;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The commands of {@code ./qv} that need Java. */
enum Command {
  UP(
      "up",
      """
      qv up: starts the system on this machine and returns when it is ready.

        --foreground         stay, and stop with Ctrl-C
        --data DIR           where everything is kept (./.quantumvault)
        --console-port N  --webhook-port N  --chain-port N  --kafka-port N  --postgres-port N
        --free-ports         take any free ones
        --execution-key-hours N   from one version of the grants' wrapping key to the next (24)
        --cluster NAME       localnet, devnet or mainnet; without --rpc-url localnet is a paper chain
        --rpc-url URL[,URL…] the nodes to trade through instead of a paper chain
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      Options options =
          Options.parse(
              args,
              Set.of("--foreground", "--free-ports", ChainOptions.CLUSTER, ChainOptions.RPC_URL));
      return new UpCommand(options, out, err).run(UpCommand.STAY);
    }
  },
  DEMO(
      "demo",
      """
      qv demo: starts the system, trades on paper for a throw-away owner, shows every step of every
      alert, verifies the audit trail, and stays up.

        --once               end after the last step; exit 0 only if every alert met its expected end
        --data DIR           where everything is kept (./.quantumvault)
        --console-port N  --webhook-port N  --chain-port N  --kafka-port N  --postgres-port N
        --free-ports         take any free ones
        --execution-key-hours N   from one version of the grants' wrapping key to the next (24)
        --cluster localnet --rpc-url URL   a node on this machine with the venue and a faucet, instead
                             of a paper chain of its own
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      Options options =
          Options.parse(
              args, Set.of("--once", "--free-ports", ChainOptions.CLUSTER, ChainOptions.RPC_URL));
      if (!options.chain().isLocal()) {
        throw new StartRefused(
            "The demo trades for a throw-away wallet with a faucet's money, on localnet only; ./qv up"
                + " --cluster "
                + options.chain().cluster()
                + " starts a system without it.");
      }
      return new UpCommand(options, out, err).run(new DemoRun(options.has("--once"), out, err));
    }
  },
  DOWN(
      "down",
      """
      qv down: stops the system, also one that is still starting, and what a killed one left behind.

        --data DIR           where it keeps its files
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      return new DownCommand(Options.parse(args, Set.of()).data(), out).run();
    }
  },
  STATUS(
      "status", "qv status: each service, ready or why not; exit 0 if all are.\n\n  --data DIR\n") {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      return status(running(args, Set.of()), out);
    }
  },
  ENV(
      "env",
      """
      qv env: addresses, files of credentials and topics of the running system.

        --json               for programs
        --data DIR
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      Options options = Options.parse(args, Set.of("--json"));
      String json = new RunningSystem(options.data()).description();
      out.print(options.has("--json") ? json + System.lineSeparator() : Description.asText(json));
      return 0;
    }
  },
  AUDIT(
      "audit",
      """
      qv audit verify: recomputes the whole audit trail of the running system and compares it with
      the signed checkpoints, those outside the database too.

        --data DIR
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      if (args.isEmpty() || !args.getFirst().equals("verify")) {
        throw new StartRefused("qv audit knows verify; see qv audit --help.");
      }
      return verify(running(args.subList(1, args.size()), Set.of()), out, err);
    }
  },
  RECOVER(
      "recover",
      """
      qv recover: the words of a wallet on standard input, its address on standard output. Needs no
      server and no network.

        --out FILE           write the keypair for Solana's tools to a new file of mode 0600
        --passphrase         a BIP-39 passphrase follows the words, on a line of its own
        --account N          another account of the wallet: m/44'/501'/N'/0' (0)
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      return new RecoverCommand(out, err).run(args);
    }
  },
  ADMIN(
      "admin",
      """
      qv admin kms list: the versions of the keys that wrap other keys, and since when they do.
      qv admin kms rotate: makes the next version of one, and destroys versions of execution that no
      living grant can need. Both work whether the system runs or not.
      qv admin kms schedule: rotates execution as it falls due, until it is stopped; for --kms alone.

        --key NAME           execution (if left out), webhook or control
        --kms FILE           the keys are in another key management: provider=transit and so on, see kms/README.md
        --execution-key-hours N   of schedule: from one version to the next (24)
        --data DIR

      qv admin reconcile [WALLET]: lists wallets whose ledger, state and marks contradict each other since
      one of them was set back. With a wallet named it brings them together and has the signer end the
      hold: lost rows come back, ended or asked on, ended grants end and stops hold again. Signs nothing.

        --yes                all that are listed
        --marks-lost         Kafka was set back, and what only the marks told is lost
        --data DIR

      qv admin resolve INTENT CONFIRMED|FAILED|EXPIRED: ends an outcome that stays unknown, unless the
      chain says otherwise.

        --reason TEXT        how you know; it stays in the audit trail
        --data DIR
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      String word = args.isEmpty() ? "" : args.getFirst();
      List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
      return switch (word) {
        case "kms" -> new KmsCommand(InstantSource.system(), out).run(rest);
        case "reconcile" -> ordering(out).reconcile(rest);
        case "resolve" -> ordering(out).resolve(rest);
        default ->
            throw new StartRefused(
                "qv admin knows kms, reconcile and resolve; see qv admin --help.");
      };
    }
  },
  POLICY(
      "policy",
      """
      qv policy replay --bot ID: puts every alert of the bot beside the decision that was recorded of it,
      and decides it again from what the decision looked at. Exit 0 if each comes out as recorded.

        --policy FILE        decide under this policy instead, and say what would have been approved,
                             refused and why
        --from TIME --to TIME   alerts received from then, and before then: 2026-03-31T22:00:00Z, or a
                             day such as 2026-03-31 (UTC)
        --data DIR

      It reads, as a user that may write nowhere; the system has to run.
      """) {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      return new PolicyCommand(
              (system, bot, window) ->
                  new RecordedAlerts(replayed(running(system, Set.of()))).of(bot, window),
              out)
          .run(args);
    }
  },
  HELP("--help", "") {
    @Override
    int execute(List<String> args, PrintStream out, PrintStream err) {
      out.println(
          "Commands: up, demo, down, status, env, audit, policy, admin, recover; each has --help.");
      return 0;
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String word;
  private final String help;

  Command(String word, String help) {
    this.word = word;
    this.help = help;
  }

  static Command named(String word) {
    return Arrays.stream(values())
        .filter(command -> command.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new StartRefused("There is no command " + word + "; see qv --help."));
  }

  final int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.contains("--help")) {
      out.print(help);
      return 0;
    }
    return execute(args, out, err);
  }

  abstract int execute(List<String> args, PrintStream out, PrintStream err);

  private static JsonNode running(List<String> args, Set<String> flags) {
    return Description.read(new RunningSystem(Options.parse(args, flags).data()).description());
  }

  private static AdminCommand ordering(PrintStream out) {
    return new AdminCommand(
        args -> connections(running(args, Set.of())),
        Clock.systemUTC(),
        System.getProperty("user.name", "unknown"),
        out);
  }

  private static Connections connections(JsonNode system) {
    return new Connections(
        system.get("kafkaBootstrapServers").asString(),
        Path.of(system.get("kafkaPasswordFiles").get(Principal.RECONCILER.userName()).asString()),
        system.get("jdbcUrl").asString(),
        Path.of(
            system
                .get("databasePasswordFiles")
                .get(DatabaseRole.RECONCILER.roleName())
                .asString()));
  }

  private static CommittedTopics replayed(JsonNode system) {
    return new CommittedTopics(
        system.get("kafkaBootstrapServers").asString(),
        Principal.REPLAY,
        Path.of(system.get("kafkaPasswordFiles").get(Principal.REPLAY.userName()).asString()));
  }

  private static int status(JsonNode system, PrintStream out) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(system.get("status").asString()))
                  .timeout(PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      out.print(answer.body());
      return answer.statusCode() == 200 ? 0 : 1;
    } catch (java.io.IOException e) {
      throw new StartRefused("The system does not answer; its log is in the data folder.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int verify(JsonNode system, PrintStream out, PrintStream err) {
    String role = DatabaseRole.AUDIT.roleName();
    return AuditVerify.run(
        verifyArguments(
            system.get("jdbcUrl").asString(),
            Path.of(system.get("databasePasswordFiles").get(role).asString()),
            Path.of(system.get("auditPublicKey").asString()),
            Path.of(system.get("dataDir").asString())),
        out,
        err);
  }

  static String[] verifyArguments(String url, Path passwordFile, Path key, Path data) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--url", url,
                "--user", DatabaseRole.AUDIT.roleName(),
                "--password-file", passwordFile.toString(),
                "--key", key.toString()));
    Path outside = data.resolve("state/audit-sink/checkpoints/heads.note");
    if (Files.exists(outside)) {
      arguments.addAll(List.of("--checkpoint", outside.toString()));
    }
    return arguments.toArray(String[]::new);
  }
}
