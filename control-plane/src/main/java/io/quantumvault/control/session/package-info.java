/** Signed-in sessions: proof of identity that holds no key. */
@NullMarked
package io.quantumvault.control.session;

import org.jspecify.annotations.NullMarked;
