/** An owner's way to their own key without any of the system: words in, address and keypair out. */
@NullMarked
package io.quantumvault.standalone.recover;

import org.jspecify.annotations.NullMarked;
