package io.quantumvault.standalone;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells what only people can mend, such as wallets that are held after a restore, from what waiting
 * mends: for it a system must stay up, since the commands that mend it speak to a running one.
 */
final class PeoplesWork {
  private static final String COMMAND = "qv admin ";

  private PeoplesWork() {}

  /**
   * Whether every reason of a service names a command for people.
   *
   * @param hindrance as {@link HealthProbe} tells it
   */
  static boolean is(String hindrance) {
    int begin = hindrance.indexOf('{');
    if (begin < 0) {
      return false;
    }
    try {
      var reasons = JsonMapper.shared().readTree(hindrance.substring(begin)).path("reasons");
      return !reasons.isEmpty()
          && reasons.valueStream().map(JsonNode::asString).allMatch(r -> r.contains(COMMAND));
    } catch (JacksonException e) {
      return false;
    }
  }
}
