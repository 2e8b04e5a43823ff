package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What landed: the outcome of every signature for ever, the whole of the newest ones. */
final class History {
  private static final int MAX_WHOLE = 100_000;
  private static final int MAX_PER_ADDRESS = 1_000;

  private final Map<String, SignatureOutcome> outcomes = new HashMap<>();
  private final Map<Address, Deque<String>> byAddress = new HashMap<>();
  private final Map<String, Landed> whole =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Landed> eldest) {
          return size() > MAX_WHOLE;
        }
      };

  void add(Landed landed, List<Address> touched) {
    outcomes.put(landed.signature(), new SignatureOutcome(landed.slot(), landed.error()));
    whole.put(landed.signature(), landed);
    for (Address address : touched) {
      Deque<String> signatures = byAddress.computeIfAbsent(address, a -> new ArrayDeque<>());
      signatures.addFirst(landed.signature());
      if (signatures.size() > MAX_PER_ADDRESS) {
        signatures.removeLast();
      }
    }
  }

  Optional<SignatureOutcome> outcome(String signature) {
    return Optional.ofNullable(outcomes.get(signature));
  }

  Optional<Landed> whole(String signature) {
    return Optional.ofNullable(whole.get(signature));
  }

  long count() {
    return outcomes.size();
  }

  /** Newest first. */
  List<Landed> of(Address address) {
    return byAddress.getOrDefault(address, new ArrayDeque<>()).stream()
        .flatMap(s -> whole(s).stream())
        .toList();
  }
}
