package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The program that runs in a Java of its own: some methods of one test class. It writes a line for
 * every test that ended, its method ({@code *} for what belongs to the whole class) and {@code
 * passed}, {@code failed} or {@code skipped}.
 */
final class NamedTests implements TestExecutionListener {
  private final Path results;

  private NamedTests(Path results) {
    this.results = results;
  }

  /** Takes the file of results, the class, and the names of its methods. */
  public static void main(String[] words) throws ReflectiveOperationException, IOException {
    var selectors = new ArrayList<DiscoverySelector>();
    Class<?> type = Class.forName(words[1]);
    Set<String> names = Set.of(List.of(words).subList(2, words.length).toArray(String[]::new));
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      for (Method method : owner.getDeclaredMethods()) {
        if (names.contains(method.getName()) && !method.isSynthetic()) {
          selectors.add(DiscoverySelectors.selectMethod(type, method));
        }
      }
    }
    Files.createFile(Path.of(words[0]));
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(),
            new NamedTests(Path.of(words[0])));
    // Threads that a test left behind must not keep the process.
    System.exit(0);
  }

  @Override
  public void executionSkipped(TestIdentifier test, @Nullable String reason) {
    write(test, "skipped");
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case ABORTED -> write(test, "skipped");
      case FAILED -> {
        result.getThrowable().ifPresent(Throwable::printStackTrace);
        write(test, "failed");
      }
      case SUCCESSFUL -> {
        if (test.isTest()) {
          write(test, "passed");
        }
      }
    }
  }

  private void write(TestIdentifier test, String ending) {
    String method =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> ((MethodSource) source).getMethodName())
            .orElse("*");
    try {
      Files.writeString(results, method + " " + ending + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
