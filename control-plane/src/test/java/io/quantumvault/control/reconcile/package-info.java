/** Tests of what a database that was set back is told again. */
@NullMarked
package io.quantumvault.control.reconcile;

import org.jspecify.annotations.NullMarked;
