/** Key memory and key management as beans. */
@NullMarked
package io.quantumvault.kit.keys;

import org.jspecify.annotations.NullMarked;
