package io.quantumvault.standalone;

import java.net.URI;

/** Where the running system is reached, all on loopback. */
public record Addresses(
    URI console, URI webhooks, URI chainRpc, String kafkaBootstrapServers, String jdbcUrl) {}
