/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.inbound;

import org.jspecify.annotations.NullMarked;
