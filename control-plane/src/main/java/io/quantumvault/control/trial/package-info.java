/** Alerts that are only decided: what would have become of them. */
@NullMarked
package io.quantumvault.control.trial;

import org.jspecify.annotations.NullMarked;
