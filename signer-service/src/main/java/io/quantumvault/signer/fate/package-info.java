/** What became of a transaction that was signed. */
@NullMarked
package io.quantumvault.signer.fate;

import org.jspecify.annotations.NullMarked;
