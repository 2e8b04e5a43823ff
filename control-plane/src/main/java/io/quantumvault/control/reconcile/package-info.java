/** What a database that was set back must be told again of a wallet's state. */
@NullMarked
package io.quantumvault.control.reconcile;

import org.jspecify.annotations.NullMarked;
