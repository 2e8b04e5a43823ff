/** What a run of the tests skipped, and whether this machine is a reason for it. */
@NullMarked
package io.quantumvault.acceptance.skips;

import org.jspecify.annotations.NullMarked;
