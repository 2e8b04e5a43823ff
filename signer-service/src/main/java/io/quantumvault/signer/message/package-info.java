/** Compiling the transaction, and reading its final bytes again before they are signed. */
@NullMarked
package io.quantumvault.signer.message;

import org.jspecify.annotations.NullMarked;
