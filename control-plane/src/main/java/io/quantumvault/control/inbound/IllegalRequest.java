package io.quantumvault.control.inbound;

/** A request whose form is wrong; the text says what, for its sender. */
final class IllegalRequest extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String problem;

  IllegalRequest(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
