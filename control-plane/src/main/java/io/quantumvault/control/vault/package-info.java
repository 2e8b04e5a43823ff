/** What is recorded about owners' acts. */
@NullMarked
package io.quantumvault.control.vault;

import org.jspecify.annotations.NullMarked;
