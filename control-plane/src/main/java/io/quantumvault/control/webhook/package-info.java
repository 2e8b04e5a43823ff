/** Webhooks: where an alert's URL token leads. */
@NullMarked
package io.quantumvault.control.webhook;

import org.jspecify.annotations.NullMarked;
