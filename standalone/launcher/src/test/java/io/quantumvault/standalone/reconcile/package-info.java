/** What comes back after one of two stores was set back, and what does not. */
@NullMarked
package io.quantumvault.standalone.reconcile;

import org.jspecify.annotations.NullMarked;
