/** Passwords out of files that nobody else can read. */
@NullMarked
package io.quantumvault.kit.password;

import org.jspecify.annotations.NullMarked;
