/** What wraps keys for another service, whatever the provider. */
@NullMarked
package io.quantumvault.keys.kms;

import org.jspecify.annotations.NullMarked;
