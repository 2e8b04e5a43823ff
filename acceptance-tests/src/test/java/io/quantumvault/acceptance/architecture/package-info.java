/** The dependency rules. */
@NullMarked
package io.quantumvault.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
