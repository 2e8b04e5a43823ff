package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import java.util.Map;

/**
 * A block as the chain remembers it.
 *
 * @param transactions how many there had been on the chain with this block
 * @param leastUnitPrice lowest price a compute unit was paid in it, in micro-lamports; 0 when it is
 *     empty
 * @param leastUnitPriceByAccount the same among the transactions that wrote to an account
 */
public record ProducedBlock(
    long slot,
    long height,
    Address blockhash,
    long unixMillis,
    long transactions,
    long leastUnitPrice,
    Map<Address, Long> leastUnitPriceByAccount) {
  public ProducedBlock {
    leastUnitPriceByAccount = Map.copyOf(leastUnitPriceByAccount);
  }
}
