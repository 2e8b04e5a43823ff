package io.quantumvault.ingest.alert;

import java.util.List;

/** What became of a body. */
public sealed interface ParsedAlert {
  /**
   * An alert.
   *
   * @param redactedBody the body as JSON text, secrets taken out
   */
  record Accepted(Alert alert, String redactedBody) implements ParsedAlert {}

  /** No alert, with every problem found. */
  record Refused(List<Problem> problems) implements ParsedAlert {
    public Refused {
      problems = List.copyOf(problems);
    }

    /** A refusal for one problem. */
    public static Refused of(Refusal refusal, String detail) {
      return new Refused(List.of(new Problem(refusal, detail)));
    }
  }

  /**
   * One problem.
   *
   * @param detail for people: names fields and rules, never quotes a value, which might be a secret
   */
  record Problem(Refusal refusal, String detail) {}
}
