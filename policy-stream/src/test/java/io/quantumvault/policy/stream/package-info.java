/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.stream;

import org.jspecify.annotations.NullMarked;
