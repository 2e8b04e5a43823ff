/** Programs that sign without pause, to be stopped and searched. */
@NullMarked
package io.quantumvault.forensics.victim;

import org.jspecify.annotations.NullMarked;
