/** How an operation ends: done, or refused for a named reason. */
@NullMarked
package io.quantumvault.control.outcome;

import org.jspecify.annotations.NullMarked;
