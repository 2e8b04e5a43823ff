/** Sending one signed transaction, and finding out by agreement what became of it. */
@NullMarked
package io.quantumvault.signer.fate;

import org.jspecify.annotations.NullMarked;
