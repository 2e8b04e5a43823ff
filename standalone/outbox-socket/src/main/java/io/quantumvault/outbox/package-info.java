/** What the outbox connector needs beside Debezium: a socket that waits. */
@NullMarked
package io.quantumvault.outbox;

import org.jspecify.annotations.NullMarked;
