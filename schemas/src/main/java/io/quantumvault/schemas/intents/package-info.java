/** What the policy stage signs. */
@NullMarked
package io.quantumvault.schemas.intents;

import org.jspecify.annotations.NullMarked;
