/** Accounts, fees and the execution of one transaction. */
@NullMarked
package io.quantumvault.paper.ledger;

import org.jspecify.annotations.NullMarked;
