/** Replaces keys by newer ones: slots, master keys and the versions of wrapping keys. */
@NullMarked
package io.quantumvault.keys.rotate;

import org.jspecify.annotations.NullMarked;
