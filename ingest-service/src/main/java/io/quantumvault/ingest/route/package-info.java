/** Where a webhook token leads, and from where it may be used. */
@NullMarked
package io.quantumvault.ingest.route;

import org.jspecify.annotations.NullMarked;
