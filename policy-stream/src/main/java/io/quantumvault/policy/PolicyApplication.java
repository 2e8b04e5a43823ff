package io.quantumvault.policy;

import io.quantumvault.kit.keys.KeyMemoryConfig;
import io.quantumvault.kit.management.ManagementConfig;
import io.quantumvault.policy.stream.PolicySettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

/** Signals meet limits here: each becomes one signed intent or one rejection with reasons. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolicySettings.class)
@Import({ManagementConfig.class, KeyMemoryConfig.class, PolicyConfig.class})
public class PolicyApplication {

  /** Runs the stage as a process of its own. */
  public static void main(String[] args) {
    application(InstantSource.system()).registerShutdownHook(true).run(args);
  }

  /**
   * Runs the stage inside another process. The bean {@code PolicyHealth} says when it decides.
   *
   * @throws RuntimeException where a setting or the signing key is missing
   */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    return start(properties, InstantSource.system());
  }

  /** The same by another clock, which is asked for every age, deadline and day. */
  static ConfigurableApplicationContext start(Map<String, Object> properties, InstantSource clock) {
    // First in line: what the caller says wins over files and the environment.
    var given = new MapPropertySource("start", new HashMap<>(properties));
    return application(clock)
        .registerShutdownHook(false)
        .initializers(context -> context.getEnvironment().getPropertySources().addFirst(given))
        .run();
  }

  private static SpringApplicationBuilder application(InstantSource clock) {
    return new SpringApplicationBuilder(PolicyApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .initializers(context -> context.getBeanFactory().registerSingleton("clock", clock))
        .properties(Map.of("spring.config.name", "policy-stream"));
  }
}
