/** The two messages of an owner: the authorisation A, and the key message K. */
@NullMarked
package io.quantumvault.control.exchange;

import org.jspecify.annotations.NullMarked;
