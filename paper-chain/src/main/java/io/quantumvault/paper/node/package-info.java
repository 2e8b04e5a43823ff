/** What one of the chain's nodes knows, how far behind it is, and how it is configured. */
@NullMarked
package io.quantumvault.paper.node;

import org.jspecify.annotations.NullMarked;
