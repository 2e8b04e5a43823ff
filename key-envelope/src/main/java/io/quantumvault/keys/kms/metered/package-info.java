/** Counts and times what a key management was asked for. */
@NullMarked
package io.quantumvault.keys.kms.metered;

import org.jspecify.annotations.NullMarked;
