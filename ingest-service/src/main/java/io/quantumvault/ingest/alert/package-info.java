/** What an alert is: its rules, its redaction, its content hash and its rate. */
@NullMarked
package io.quantumvault.ingest.alert;

import org.jspecify.annotations.NullMarked;
