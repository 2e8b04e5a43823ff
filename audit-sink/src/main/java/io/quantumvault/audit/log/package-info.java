/** One append-only log: its name, its head, and the rows a batch adds to it. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.log;
