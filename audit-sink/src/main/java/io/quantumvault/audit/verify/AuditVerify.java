package io.quantumvault.audit.verify;

import io.quantumvault.kit.password.PasswordFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * Checks the whole trail from its rows and a public key. It shares no code with what appends: it
 * hashes, builds trees and reads notes by itself. Needs no running service, only a role that may
 * select.
 */
public final class AuditVerify {
  private static final int INTACT = 0;
  private static final int BROKEN = 1;
  private static final int NOT_CHECKED = 2;

  private AuditVerify() {}

  /** Ends the process with the result of {@link #run}. */
  public static void main(String[] args) {
    // A program of its own: the exit code is its answer.
    Runtime.getRuntime().exit(run(args, System.out, System.err));
  }

  /**
   * Checks and reports.
   *
   * @return 0 where everything is intact, 1 where something is wrong, 2 where it could not be
   *     checked
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (List.of(args).contains("--help")) {
      out.print(Arguments.HELP);
      return INTACT;
    }
    try {
      Arguments arguments = Arguments.parse(args);
      NoteReader notes = new NoteReader(publicKey(arguments));
      try (Connection connection = connect(arguments)) {
        Verification verification =
            new Verification(connection, arguments.prefix(), notes, OutsideCopy.read(arguments));
        return report(verification.run(), arguments, out);
      }
    } catch (IllegalArgumentException e) {
      err.println("audit verify: " + e.getMessage());
      err.println("Try audit verify --help");
    } catch (NoSuchFileException e) {
      err.println("audit verify: there is no file " + e.getMessage());
    } catch (IOException | SQLException e) {
      err.println("audit verify: " + e.getMessage());
    }
    return NOT_CHECKED;
  }

  private static int report(Verification.Report report, Arguments arguments, PrintStream out) {
    for (Verdict verdict : report.verdicts()) {
      out.printf(
          "%-28s %10d  %s  %s%n",
          verdict.log(),
          verdict.size(),
          HexFormat.of().formatHex(verdict.root()),
          verdict.problems().isEmpty() ? "ok" : "WRONG");
      if (verdict.unsigned() > 0) {
        out.println("  note: the newest " + verdict.unsigned() + " leaves are not signed yet");
      }
      verdict.problems().forEach(problem -> out.println("  " + problem));
    }
    report.problems().forEach(problem -> out.println("  " + problem));
    if (arguments.checkpoint() == null) {
      out.println("note: without --checkpoint a tail cut off everywhere at once cannot be noticed");
    }
    long leaves = report.verdicts().stream().mapToLong(Verdict::size).sum();
    if (report.intact()) {
      out.println("INTACT: " + report.verdicts().size() + " logs, " + leaves + " leaves");
      return INTACT;
    }
    out.println("BROKEN: " + report.first());
    return BROKEN;
  }

  private static byte[] publicKey(Arguments arguments) throws IOException {
    byte[] key = Files.readAllBytes(arguments.key());
    if (key.length != 32) {
      throw new IllegalArgumentException(arguments.key() + " is not a public key of 32 raw bytes");
    }
    return key;
  }

  private static Connection connect(Arguments arguments) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", arguments.user());
    properties.setProperty("password", new PasswordFile(arguments.passwordFile()).readForJdbc());
    properties.setProperty("ApplicationName", "audit-verify");
    properties.setProperty("readOnly", "true");
    // Binary rows from the first fetch on: half the bytes of hexadecimal text.
    properties.setProperty("prepareThreshold", "-1");
    Connection connection = DriverManager.getConnection(arguments.url(), properties);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }
}
