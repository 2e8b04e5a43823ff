/** The stage as a whole, on a real broker. */
@NullMarked
package io.quantumvault.policy;

import org.jspecify.annotations.NullMarked;
