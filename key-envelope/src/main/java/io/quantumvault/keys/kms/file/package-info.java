/** The key management whose keys are files of mode 0600. */
@NullMarked
package io.quantumvault.keys.kms.file;

import org.jspecify.annotations.NullMarked;
