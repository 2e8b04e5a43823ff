package io.quantumvault.acceptance.skips;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The end of {@code ./qv test}: what was skipped and why, and an error if something was skipped
 * that need not have been.
 */
public final class Skips {
  private final AllowedSkips allowed;
  private final Predicate<Lack> here;
  private final PrintStream out;
  private final PrintStream err;

  Skips(AllowedSkips allowed, Predicate<Lack> here, PrintStream out, PrintStream err) {
    this.allowed = allowed;
    this.here = here;
    this.out = out;
    this.err = err;
  }

  /**
   * Takes the root of the tree, the list, a file made when the run began, and reasons for which
   * other checks were left out.
   */
  @SuppressWarnings("SystemOut") // what it is for
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    FileTime began = Files.getLastModifiedTime(Path.of(arguments[2]));
    SkipReports reports = new SkipReports();
    List<Path> written = reports.under(root, began);
    List<Skip> skips = new ArrayList<>();
    written.forEach(report -> skips.addAll(reports.in(report)));
    for (String reason : List.of(arguments).subList(3, arguments.length)) {
      skips.add(new Skip("./qv test", reason));
    }
    Map<Lack, Boolean> known = new ConcurrentHashMap<>();
    boolean fine =
        new Skips(
                AllowedSkips.parse(Files.readAllLines(Path.of(arguments[1]))),
                lack -> known.computeIfAbsent(lack, Lack::isHere),
                System.out,
                System.err)
            .tell(skips);
    if (written.isEmpty()) {
      System.err.println("qv: no test has left a report.");
    }
    System.exit(fine && !written.isEmpty() ? 0 : 1);
  }

  /**
   * Prints them, by reason.
   *
   * @return whether all may have been
   */
  boolean tell(List<Skip> skips) {
    out.println();
    out.println("skipped: " + skips.size());
    byReason(skips)
        .forEach((reason, tests) -> {
          out.println("  " + reason);
          tests.forEach((test, times) ->
              out.println("    " + test + (times > 1 ? " (" + times + " times)" : "")));
        });
    boolean fine = true;
    for (Skip skip : skips) {
      String complaint =
          switch (allowed.of(skip, here)) {
            case Verdict.Allowed _ -> "";
            case Verdict.NotLacking(Lack lack) ->
                "its reason does not hold on this machine (" + lack + ")";
            case Verdict.NotListed _ -> "the list of allowed skips has no such reason";
          };
      if (!complaint.isEmpty()) {
        err.println("qv: " + skip.test() + " was skipped (" + skip.missing() + "): " + complaint);
        fine = false;
      }
    }
    return fine;
  }

  private static Map<String, Map<String, Long>> byReason(List<Skip> skips) {
    return skips.stream()
        .collect(
            Collectors.groupingBy(
                skip -> skip.missing().isEmpty() ? "without a reason" : skip.missing(),
                TreeMap::new,
                Collectors.groupingBy(Skip::test, TreeMap::new, Collectors.counting())));
  }
}
