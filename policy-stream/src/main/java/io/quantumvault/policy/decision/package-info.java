/** Decides, purely, whether an alert becomes an order: every limit, in one fixed order. */
@NullMarked
package io.quantumvault.policy.decision;

import org.jspecify.annotations.NullMarked;
