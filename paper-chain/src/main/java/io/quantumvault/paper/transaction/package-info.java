/** Signed transactions as bytes: parsing and signature checks. */
@NullMarked
package io.quantumvault.paper.transaction;

import org.jspecify.annotations.NullMarked;
