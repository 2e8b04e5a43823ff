/** Tests of webhooks' own rules. */
@NullMarked
package io.quantumvault.control.webhook;

import org.jspecify.annotations.NullMarked;
