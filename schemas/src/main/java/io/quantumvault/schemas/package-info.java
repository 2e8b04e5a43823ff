/** Everything that crosses a module boundary. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.schemas;
