/** Orders that people give by hand, and the rules by which they are obeyed. */
@NullMarked
package io.quantumvault.signer.order;

import org.jspecify.annotations.NullMarked;
