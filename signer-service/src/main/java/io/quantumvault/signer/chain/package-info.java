/** What of the chain goes into a transaction: a fresh blockhash, a price, an amount of work. */
@NullMarked
package io.quantumvault.signer.chain;

import org.jspecify.annotations.NullMarked;
