/** The words the acceptance tests are written in. Only HTTP, Kafka, JDBC and files are used. */
@NullMarked
package io.quantumvault.acceptance.dsl;

import org.jspecify.annotations.NullMarked;
