package io.quantumvault.keys.kms.file;

import java.nio.file.Path;

/**
 * Where the two halves of a wrapping key lie.
 *
 * @param unwrapping folder of the service that unwraps: the private half; not used for {@code
 *     control}
 * @param wrapping folder of the service that wraps: the public half, or the symmetric key
 */
public record KeyPlace(Path unwrapping, Path wrapping) {}
