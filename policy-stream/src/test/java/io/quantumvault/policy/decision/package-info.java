/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.decision;

import org.jspecify.annotations.NullMarked;
