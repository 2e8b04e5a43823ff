/** What the stage remembers of one bot and one wallet, and how it is written down. */
@NullMarked
package io.quantumvault.policy.book;

import org.jspecify.annotations.NullMarked;
