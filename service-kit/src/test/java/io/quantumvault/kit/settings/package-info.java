/** Tests. */
@NullMarked
package io.quantumvault.kit.settings;

import org.jspecify.annotations.NullMarked;
