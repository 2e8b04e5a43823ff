/** What the service writes: the database, the outbox and the chain's RPC. */
@NullMarked
package io.quantumvault.control.outbound;

import org.jspecify.annotations.NullMarked;
