@NullMarked
package io.quantumvault.signer.order;

import org.jspecify.annotations.NullMarked;
