/** Solana's wire formats: addresses, messages, transactions, and what is asked of a chain. */
@NullMarked
package io.quantumvault.signer.solana;

import org.jspecify.annotations.NullMarked;
