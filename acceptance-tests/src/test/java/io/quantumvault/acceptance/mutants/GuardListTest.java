package io.quantumvault.acceptance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list names what is there; whether tests notice is for {@code ./qv mutants} to tell. */
class GuardListTest {
  private static final int FEWEST = 60;

  @Test
  void everyGuardStandsOnceInItsSourceAndItsTestIsThere() throws IOException, BadGuard {
    SourceTree tree = SourceTree.at(Path.of(System.getProperty("quantumvault.root")));
    List<Guard> guards = GuardFile.readAll(tree.lists());
    var wrong = new ArrayList<String>();
    for (Guard guard : guards) {
      try {
        String source = Files.readString(tree.moduleOf(guard).source(guard.type()));
        assertThat(new SourceText(source).without(guard)).isNotEqualTo(source);
        tree.moduleOf(guard.test());
        if (!tree.hasTestMethod(guard.test().method())) {
          throw new BadGuard("there is no test " + guard.test() + ".");
        }
      } catch (BadGuard e) {
        wrong.add(guard.id() + ": " + e.why());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(guards).hasSizeGreaterThanOrEqualTo(FEWEST);
  }
}
