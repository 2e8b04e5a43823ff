/** The life of one intent in the ledger; transitions that are not lawful do not compile. */
@NullMarked
package io.quantumvault.signer.claim;

import org.jspecify.annotations.NullMarked;
