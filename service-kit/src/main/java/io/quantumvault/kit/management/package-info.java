/** The one door for operators: health and metrics, on loopback. */
@NullMarked
package io.quantumvault.kit.management;

import org.jspecify.annotations.NullMarked;
