/** What the service reads: HTTP requests and the records of other services. */
@NullMarked
package io.quantumvault.control.inbound;

import org.jspecify.annotations.NullMarked;
