/** What the service writes: signals, rejections and prices. */
@NullMarked
package io.quantumvault.ingest.outbound;

import org.jspecify.annotations.NullMarked;
