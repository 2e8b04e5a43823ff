/** What the service reads: HTTP requests, the route topic and the chain. */
@NullMarked
package io.quantumvault.ingest.inbound;

import org.jspecify.annotations.NullMarked;
