/**
 * Takes the guards of the product out one by one and tells whose test does not notice. Run by
 * {@code ./qv mutants}; the guards are listed in {@code acceptance-tests/mutants}.
 */
@NullMarked
package io.quantumvault.acceptance.mutants;

import org.jspecify.annotations.NullMarked;
