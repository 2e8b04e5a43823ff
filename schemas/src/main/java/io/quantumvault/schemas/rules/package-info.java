/** Which rule binds what: one table for everybody who enforces a policy. */
@NullMarked
package io.quantumvault.schemas.rules;

import org.jspecify.annotations.NullMarked;
