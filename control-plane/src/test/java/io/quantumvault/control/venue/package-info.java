/** Tests of addresses and transactions against published facts. */
@NullMarked
package io.quantumvault.control.venue;

import org.jspecify.annotations.NullMarked;
