package io.quantumvault.acceptance.mutants;

/**
 * A test method by its class and name; all of its parameters and overloads are meant.
 *
 * @param type the binary name of the class, with {@code $} before a nested one
 */
record TestName(String type, String method) {
  /** Tests with real servers carry the ending that Maven's failsafe plugin goes by. */
  boolean isIntegration() {
    return outermost().endsWith("IT");
  }

  /** The class that the source file is named after. */
  String outermost() {
    int nested = type.indexOf('$');
    return nested < 0 ? type : type.substring(0, nested);
  }

  @Override
  public String toString() {
    return type.substring(type.lastIndexOf('.') + 1) + "#" + method;
  }
}
