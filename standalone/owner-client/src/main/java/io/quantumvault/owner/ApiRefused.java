package io.quantumvault.owner;

import tools.jackson.databind.JsonNode;

/** The API's answer was a problem (RFC 9457). */
public final class ApiRefused extends RuntimeException {
  private final int status;
  private final transient JsonNode problem;

  ApiRefused(String request, int status, JsonNode problem) {
    super(request + " was refused with " + status + ": " + problem);
    this.status = status;
    this.problem = problem;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The problem's type. */
  public String type() {
    return problem.path("type").asString("");
  }
}
