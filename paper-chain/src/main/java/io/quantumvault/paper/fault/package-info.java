/** The faults a node may have, which request each is for, and how often. */
@NullMarked
package io.quantumvault.paper.fault;

import org.jspecify.annotations.NullMarked;
