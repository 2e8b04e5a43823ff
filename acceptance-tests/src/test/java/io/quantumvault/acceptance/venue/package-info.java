/** What several services read of one venue, compared. */
@NullMarked
package io.quantumvault.acceptance.venue;

import org.jspecify.annotations.NullMarked;
