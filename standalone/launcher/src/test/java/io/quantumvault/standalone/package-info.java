/** What starting, asking and stopping the system promise. */
@NullMarked
package io.quantumvault.standalone;

import org.jspecify.annotations.NullMarked;
