/** Ciphertexts at rest, each bound to what it belongs to. */
@NullMarked
package io.quantumvault.keys.record;

import org.jspecify.annotations.NullMarked;
