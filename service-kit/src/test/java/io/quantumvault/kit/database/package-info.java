/** Tests. */
@NullMarked
package io.quantumvault.kit.database;

import org.jspecify.annotations.NullMarked;
