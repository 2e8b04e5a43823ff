/** What the node reads: JSON-RPC over HTTP. */
@NullMarked
package io.quantumvault.paper.inbound;

import org.jspecify.annotations.NullMarked;
