package io.quantumvault.ingest.route;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All routes, by token hash. Until it has been filled once it knows nothing, not even that a token
 * is unknown.
 *
 * <p>Looking up by hash gives no timing tell: an attacker cannot steer the hash of a guess.
 */
public final class RouteTable {
  private volatile @Nullable ConcurrentHashMap<String, Route> routes;

  /** What the table says about a token. */
  public sealed interface Answer {
    /** It leads here. */
    record Found(Route route) implements Answer {}

    /** It leads nowhere. */
    record Unknown() implements Answer {}

    /** The table is not filled yet. */
    record NotYetKnown() implements Answer {}
  }

  /** Looks a token up. */
  public Answer find(String token) {
    // Hashed first in every case, so that all answers cost the same.
    String hash = TokenHash.of(token);
    ConcurrentHashMap<String, Route> current = routes;
    if (current == null) {
      return new Answer.NotYetKnown();
    }
    Route route = current.get(hash);
    return route == null ? new Answer.Unknown() : new Answer.Found(route);
  }

  /** Whether the table has been filled. */
  public boolean warm() {
    return routes != null;
  }

  /** The number of routes. */
  public int size() {
    ConcurrentHashMap<String, Route> current = routes;
    return current == null ? 0 : current.size();
  }

  /** Replaces everything: the topic has been read from its beginning to its end. */
  public void fill(Map<String, Route> all) {
    routes = new ConcurrentHashMap<>(all);
  }

  /** One change after the filling; empty removes the route. */
  public void change(String tokenHash, Optional<Route> route) {
    ConcurrentHashMap<String, Route> current = routes;
    if (current == null) {
      throw new IllegalStateException("not filled yet");
    }
    if (route.isPresent()) {
      current.put(tokenHash, route.get());
    } else {
      current.remove(tokenHash);
    }
  }
}
