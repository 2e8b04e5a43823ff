package io.quantumvault.ingest.alert;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of a body. */
public sealed interface ParsedAlert {
  /** Whether it asked to get out. */
  boolean exit();

  /**
   * An alert.
   *
   * @param redactedBody the body as JSON text, secrets taken out
   * @param ignored what an exit had no use for, a sentence each
   * @param unread names of fields that nothing here reads, bounded in number and length
   */
  record Accepted(Alert alert, String redactedBody, List<String> ignored, List<String> unread)
      implements ParsedAlert {
    public Accepted {
      ignored = List.copyOf(ignored);
      unread = List.copyOf(unread);
    }

    @Override
    public boolean exit() {
      return alert.exit();
    }
  }

  /**
   * No alert, with every problem found.
   *
   * @param redactedBody as above; null where the body is no JSON object
   */
  record Refused(List<Problem> problems, boolean exit, @Nullable String redactedBody)
      implements ParsedAlert {
    public Refused {
      problems = List.copyOf(problems);
    }

    /** All problems as one text. */
    public String detail() {
      return problems.stream().map(Problem::detail).collect(Collectors.joining("; "));
    }

    /** A refusal of what could not be read. */
    public static Refused unreadable(List<String> details, boolean exit) {
      return new Refused(
          details.stream().map(detail -> new Problem(Refusal.UNREADABLE, detail)).toList(),
          exit,
          null);
    }
  }

  /**
   * One problem.
   *
   * @param detail for people: names fields and rules, and quotes digits only; another value might
   *     be a secret
   */
  record Problem(Refusal refusal, String detail) {}
}
