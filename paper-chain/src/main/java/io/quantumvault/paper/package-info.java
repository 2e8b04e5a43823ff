/** A Solana JSON-RPC node for paper trading: one process, real bytes, no real money. */
@NullMarked
package io.quantumvault.paper;

import org.jspecify.annotations.NullMarked;
