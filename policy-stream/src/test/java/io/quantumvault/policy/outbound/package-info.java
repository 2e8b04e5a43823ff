/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.outbound;

import org.jspecify.annotations.NullMarked;
