@NullMarked
package io.quantumvault.policy.replay;

import org.jspecify.annotations.NullMarked;
