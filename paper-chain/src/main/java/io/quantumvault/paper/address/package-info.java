/** Account addresses and how programs derive theirs. */
@NullMarked
package io.quantumvault.paper.address;

import org.jspecify.annotations.NullMarked;
