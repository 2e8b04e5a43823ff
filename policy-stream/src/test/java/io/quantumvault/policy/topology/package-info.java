/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.topology;

import org.jspecify.annotations.NullMarked;
