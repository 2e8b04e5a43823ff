/** Addresses, of keys and of programs. */
@NullMarked
package io.quantumvault.solana.address;

import org.jspecify.annotations.NullMarked;
