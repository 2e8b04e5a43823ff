package io.quantumvault.audit;

import io.quantumvault.kit.keys.KeyMemoryConfig;
import io.quantumvault.kit.management.ManagementConfig;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Every record of the audited topics becomes a leaf of a signed Merkle log. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
@Import({ManagementConfig.class, KeyMemoryConfig.class, AuditConfig.class, KafkaConfig.class})
public class AuditApplication {

  /** Runs the sink as a process of its own. */
  public static void main(String[] args) {
    application().registerShutdownHook(true).run(args);
  }

  /**
   * Runs the sink inside another process. The bean {@code AuditHealth} says when it has caught up.
   *
   * @throws RuntimeException where the database disagrees with the checkpoint outside, or a
   *     dependency does not answer
   */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    return application().registerShutdownHook(false).properties(new HashMap<>(properties)).run();
  }

  private static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(AuditApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .properties(Map.of("spring.config.name", "audit-sink"));
  }
}
