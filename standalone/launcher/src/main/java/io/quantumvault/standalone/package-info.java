/** Everything on one machine: start it, ask it, stop it. */
@NullMarked
package io.quantumvault.standalone;

import org.jspecify.annotations.NullMarked;
