package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminCommandTest {
  private static final String ID = "0190f3a0-0000-7000-8000-000000000001";

  private final AdminCommand command =
      new AdminCommand(
          args -> {
            throw new AssertionError("nothing is connected to for words that are not understood");
          },
          Clock.systemUTC(),
          "somebody",
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

  private void refuses(List<String> words, String saying) {
    assertThatThrownBy(() -> command.resolve(words))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(saying);
  }

  @Test
  void wordsThatAreNotUnderstoodAreNamed() {
    refuses(List.of(), "needs an intent's id");
    refuses(List.of(ID), "needs an intent's id");
    refuses(List.of(ID, "LANDED", "--reason", "seen"), "LANDED is no end of a transaction");
    refuses(List.of(ID, "confirmed", "--reason", "seen"), "confirmed is no end of a transaction");
    refuses(List.of("x", "FAILED", "--reason", "seen"), "x is no intent's id");
    refuses(List.of(ID, "FAILED"), "--reason needs words");
    refuses(List.of(ID, "FAILED", "--reason"), "--reason needs words");
    refuses(List.of(ID, "FAILED", "--reason", " "), "--reason needs words");
  }

  @Test
  void oneWalletIsTakenAndTheFolderIsNone() {
    assertThatThrownBy(() -> command.reconcile(List.of("--data", "folder", "one", "two")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("two is one more");
  }
}
