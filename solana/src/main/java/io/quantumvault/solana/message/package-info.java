/** Instructions, messages and transactions: compiled, and read back strictly. */
@NullMarked
package io.quantumvault.solana.message;

import org.jspecify.annotations.NullMarked;
