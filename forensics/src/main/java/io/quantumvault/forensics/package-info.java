/** Looks for known keys where they must not be: the memory of a running process and heap dumps. */
@NullMarked
package io.quantumvault.forensics;

import org.jspecify.annotations.NullMarked;
