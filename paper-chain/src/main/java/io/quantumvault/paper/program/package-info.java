/** The native programs a trading wallet needs: System, ComputeBudget and Memo. */
@NullMarked
package io.quantumvault.paper.program;

import org.jspecify.annotations.NullMarked;
