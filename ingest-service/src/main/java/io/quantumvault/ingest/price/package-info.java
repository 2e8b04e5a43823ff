/** What an oracle account says, and whether it says anything new. */
@NullMarked
package io.quantumvault.ingest.price;

import org.jspecify.annotations.NullMarked;
