package io.quantumvault.audit.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the heads log says was signed: for each origin its heads, in order. */
final class SignedHeads {
  private final Map<String, Deque<NoteReader.Head>> heads = new HashMap<>();

  /** Null, or why this head cannot follow the origin's last one. */
  @Nullable String add(NoteReader.Head head) {
    Deque<NoteReader.Head> earlier =
        heads.computeIfAbsent(head.origin(), origin -> new ArrayDeque<>());
    NoteReader.Head last = earlier.peekLast();
    if (last != null && head.size() <= last.size()) {
      return head.origin() + " goes from size " + last.size() + " to " + head.size();
    }
    earlier.add(head);
    return null;
  }

  /** The next head of the origin, in order, without taking it. */
  NoteReader.@Nullable Head peek(String origin) {
    Deque<NoteReader.Head> left = heads.get(origin);
    return left == null ? null : left.peekFirst();
  }

  void take(String origin) {
    Deque<NoteReader.Head> left = heads.get(origin);
    if (left != null) {
      left.poll();
    }
  }

  /** Origins of which heads are left. */
  Set<String> left() {
    Set<String> left = new TreeSet<>();
    heads.forEach((origin, rest) -> {
      if (!rest.isEmpty()) {
        left.add(origin);
      }
    });
    return left;
  }
}
