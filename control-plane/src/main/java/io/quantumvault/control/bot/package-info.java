/** Bots and the policies written for them. */
@NullMarked
package io.quantumvault.control.bot;

import org.jspecify.annotations.NullMarked;
