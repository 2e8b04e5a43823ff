package io.quantumvault.control.change;

import io.quantumvault.control.outcome.Outcome;
import java.util.function.Supplier;

/** One database transaction: committed when done, rolled back when refused or thrown out of. */
public interface Transactions {
  <T> Outcome<T> inOne(Supplier<Outcome<T>> work);
}
