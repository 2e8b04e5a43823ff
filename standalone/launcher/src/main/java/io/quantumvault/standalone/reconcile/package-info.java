/**
 * Brings a wallet's ledger, state and marks together after one of them was set back, and gives the
 * signer orders.
 */
@NullMarked
package io.quantumvault.standalone.reconcile;

import org.jspecify.annotations.NullMarked;
