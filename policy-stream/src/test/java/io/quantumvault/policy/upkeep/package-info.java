/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.upkeep;

import org.jspecify.annotations.NullMarked;
