package io.quantumvault.acceptance.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the system under load is.
 *
 * @param origin the origin the control plane is configured with
 * @param operator Kafka client settings of the reading user
 * @param processes ids of its processes; their descendants count as well
 */
public record Endpoints(
    URI ownerApi,
    String origin,
    URI chain,
    Map<String, Object> operator,
    List<Long> processes,
    Path dataDir) {}
