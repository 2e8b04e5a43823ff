/** Tests of the exchanges' rules. */
@NullMarked
package io.quantumvault.control.exchange;

import org.jspecify.annotations.NullMarked;
