/** What the signer writes to: ledger, chain, event topic. */
@NullMarked
package io.quantumvault.signer.outbound;

import org.jspecify.annotations.NullMarked;
