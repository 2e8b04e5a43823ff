/** Tests of what every request passes. */
@NullMarked
package io.quantumvault.control.inbound;

import org.jspecify.annotations.NullMarked;
