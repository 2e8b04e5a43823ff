/** Blocks in order: what goes in, what it does to the accounts, and what is remembered of it. */
@NullMarked
package io.quantumvault.paper.chain;

import org.jspecify.annotations.NullMarked;
