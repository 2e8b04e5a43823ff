/** Key memory and the only operations that touch what is in it. */
@NullMarked
package io.quantumvault.keys.memory;

import org.jspecify.annotations.NullMarked;
