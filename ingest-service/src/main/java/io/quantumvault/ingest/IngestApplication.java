package io.quantumvault.ingest;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts the service, alone or as one context among others in a JVM. */
public final class IngestApplication {
  private IngestApplication() {}

  /** Starts with the settings of {@code ingest-service.yml}, environment and arguments. */
  public static void main(String[] args) {
    builder().registerShutdownHook(true).run(args);
  }

  /**
   * Starts with these settings above all others. Closing the context stops the service.
   *
   * @param properties keys such as {@code quantumvault.http.port}
   */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    return builder()
        .registerShutdownHook(false)
        .initializers(context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("ingest-service-start", properties)))
        .run();
  }

  private static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(IngestConfig.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .properties(Map.of("spring.config.name", "ingest-service"));
  }
}
