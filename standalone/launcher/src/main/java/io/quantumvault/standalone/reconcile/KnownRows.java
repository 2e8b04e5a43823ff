package io.quantumvault.standalone.reconcile;

import java.util.Set;
import java.util.UUID;

/**
 * The ids of a wallet that have a row.
 *
 * @param settled those of which the ledger knows the transaction
 * @param refused those that were signed never, as far as the ledger knows: a wallet that is held
 *     refuses what is read again, also what it had signed and lost
 */
record KnownRows(Set<UUID> settled, Set<UUID> refused) {
  static final KnownRows NONE = new KnownRows(Set.of(), Set.of());

  KnownRows {
    settled = Set.copyOf(settled);
    refused = Set.copyOf(refused);
  }
}
