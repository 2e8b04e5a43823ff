/** Tests. */
@NullMarked
package io.quantumvault.kit.password;

import org.jspecify.annotations.NullMarked;
