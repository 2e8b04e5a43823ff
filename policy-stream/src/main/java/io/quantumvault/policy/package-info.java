/** The policy stage: signal and state in, signed intent or rejection out. */
@NullMarked
package io.quantumvault.policy;

import org.jspecify.annotations.NullMarked;
