/** Owners and the slots that hold their master key. */
@NullMarked
package io.quantumvault.control.owner;

import org.jspecify.annotations.NullMarked;
