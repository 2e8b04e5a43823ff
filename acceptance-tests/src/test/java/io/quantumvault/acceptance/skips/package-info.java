/** What a run of the tests may leave out. */
@NullMarked
package io.quantumvault.acceptance.skips;

import org.jspecify.annotations.NullMarked;
