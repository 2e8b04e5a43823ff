/**
 * An open-loop load driver: alerts leave at their planned time whether or not earlier ones were
 * answered.
 */
@NullMarked
package io.quantumvault.acceptance.load;

import org.jspecify.annotations.NullMarked;
