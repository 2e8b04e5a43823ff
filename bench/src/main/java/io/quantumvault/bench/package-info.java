/** Side-by-side measurements, each with its references in the same run. */
@NullMarked
package io.quantumvault.bench;

import org.jspecify.annotations.NullMarked;
