/** What protects keys and how key management answers, as numbers for an operator. */
@NullMarked
package io.quantumvault.keys.metrics;

import org.jspecify.annotations.NullMarked;
