package io.quantumvault.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code quantumvault.keys.*}.
 *
 * @param dir the folder with this service's half of the KMS key {@code webhook}; without it signed
 *     webhooks are answered 503
 */
@ConfigurationProperties("quantumvault.keys")
public record WebhookKeySettings(@Nullable Path dir) {}
