/** The policy bytes an owner signs for: their one JSON form, and what each limit means. */
@NullMarked
package io.quantumvault.schemas.policy;

import org.jspecify.annotations.NullMarked;
