package io.quantumvault.control.exchange;

import io.quantumvault.control.vault.Client;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as the edge established it.
 *
 * @param session null where nobody is signed in
 * @param origin one of the configured origins, such as {@code http://localhost:8080}
 */
public record Caller(@Nullable SignedIn session, String origin, Client client) {
  /** Host and port of the origin, as sign-in texts name it. */
  public String domain() {
    return origin.substring(origin.indexOf("://") + 3);
  }
}
