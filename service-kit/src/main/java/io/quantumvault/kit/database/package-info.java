/** How every pool reaches the database. */
@NullMarked
package io.quantumvault.kit.database;

import org.jspecify.annotations.NullMarked;
