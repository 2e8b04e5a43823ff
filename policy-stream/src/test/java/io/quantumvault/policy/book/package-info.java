/** Tests of the package of the same name. */
@NullMarked
package io.quantumvault.policy.book;

import org.jspecify.annotations.NullMarked;
