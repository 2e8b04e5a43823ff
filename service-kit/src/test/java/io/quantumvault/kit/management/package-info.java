/** Tests. */
@NullMarked
package io.quantumvault.kit.management;

import org.jspecify.annotations.NullMarked;
