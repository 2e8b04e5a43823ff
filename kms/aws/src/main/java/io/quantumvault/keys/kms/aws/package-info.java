/** The key management of AWS KMS, the only package that needs the AWS SDK. */
@NullMarked
package io.quantumvault.keys.kms.aws;

import org.jspecify.annotations.NullMarked;
