/** Reads whole topics of a running system for the commands that look into them. */
@NullMarked
package io.quantumvault.standalone.records;

import org.jspecify.annotations.NullMarked;
