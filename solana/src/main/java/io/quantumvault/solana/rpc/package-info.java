/** What is asked of a chain, and the JSON-RPC nodes that answer. */
@NullMarked
package io.quantumvault.solana.rpc;

import org.jspecify.annotations.NullMarked;
