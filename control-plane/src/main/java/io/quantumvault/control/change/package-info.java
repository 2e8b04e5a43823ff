/** How state changes: whole or not at all, and under the wallet's lock. */
@NullMarked
package io.quantumvault.control.change;

import org.jspecify.annotations.NullMarked;
