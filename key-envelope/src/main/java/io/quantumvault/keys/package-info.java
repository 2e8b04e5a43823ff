/** How keys are kept, derived, sealed and used, so that no key byte ever lies on the Java heap. */
@NullMarked
package io.quantumvault.keys;

import org.jspecify.annotations.NullMarked;
