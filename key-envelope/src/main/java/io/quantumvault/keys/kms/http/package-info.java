/**
 * What every key management that answers over HTTP asks of its address and its credential files.
 */
@NullMarked
package io.quantumvault.keys.kms.http;

import org.jspecify.annotations.NullMarked;
