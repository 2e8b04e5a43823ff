package io.quantumvault.paper.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that a node has, oldest first; a request meets the first that is meant for it. */
public final class FaultBook {
  /**
   * A fault and whom it is for.
   *
   * @param methods the methods it is for; empty for all
   * @param requests how many requests it is for; -1 for all until it is cleared
   */
  public record Armed(Set<String> methods, int requests, Fault fault) {
    public Armed {
      methods = Set.copyOf(methods);
      if (requests == 0 || requests < -1) {
        throw new IllegalArgumentException("count must be 1 or more");
      }
    }

    /** Whether this method is meant. */
    public boolean isFor(String method) {
      return methods.isEmpty() || methods.contains(method);
    }
  }

  private final List<Armed> armed = new ArrayList<>();

  public synchronized void arm(Armed fault) {
    armed.add(fault);
  }

  /** The fault of a request that calls these methods; counts it. */
  public synchronized Optional<Armed> take(Collection<String> methods) {
    Iterator<Armed> all = armed.iterator();
    for (int i = 0; all.hasNext(); i++) {
      Armed one = all.next();
      if (methods.stream().noneMatch(one::isFor)) {
        continue;
      }
      if (one.requests() == 1) {
        all.remove();
      } else if (one.requests() > 1) {
        armed.set(i, new Armed(one.methods(), one.requests() - 1, one.fault()));
      }
      return Optional.of(one);
    }
    return Optional.empty();
  }

  /** What is armed still. */
  public synchronized List<Armed> armed() {
    return List.copyOf(armed);
  }

  public synchronized void clear() {
    armed.clear();
  }
}
