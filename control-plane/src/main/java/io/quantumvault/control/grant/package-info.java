/** Grants: what gives execution, and what takes it away. */
@NullMarked
package io.quantumvault.control.grant;

import org.jspecify.annotations.NullMarked;
