/** From an approved intent to exactly one confirmed transaction. */
@NullMarked
package io.quantumvault.signer;

import org.jspecify.annotations.NullMarked;
