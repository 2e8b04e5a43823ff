/** The stream: which record meets which state, in which order. */
@NullMarked
package io.quantumvault.policy.topology;

import org.jspecify.annotations.NullMarked;
