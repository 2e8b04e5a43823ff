/** What must never be taken back, and the rules by which it only grows. */
@NullMarked
package io.quantumvault.signer.marks;

import org.jspecify.annotations.NullMarked;
