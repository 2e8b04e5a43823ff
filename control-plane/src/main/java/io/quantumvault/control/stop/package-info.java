/** Stops: what an owner can do at once, and how a signature lifts it. */
@NullMarked
package io.quantumvault.control.stop;

import org.jspecify.annotations.NullMarked;
