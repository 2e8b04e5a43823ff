package io.quantumvault.signer;

import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.kit.keys.KeyManagementConfig;
import io.quantumvault.kit.management.ManagementConfig;
import io.quantumvault.signer.hardening.Hardening;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * From an approved intent to exactly one confirmed transaction. The process hardens itself before
 * any key is read.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignerSettings.class)
@Import({ManagementConfig.class, KeyManagementConfig.class, SignerConfig.class, KafkaConfig.class})
public class SignerApplication {
  private static final Logger LOG = LoggerFactory.getLogger(SignerApplication.class);
  private static final String CONFIG = "--config=";

  /**
   * Runs the signer as a process of its own.
   *
   * @param args {@code --config=FILE} names a properties file; Spring's own arguments are taken too
   */
  public static void main(String[] args) {
    String[] translated = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      translated[i] =
          args[i].startsWith(CONFIG)
              ? "--spring.config.additional-location=file:" + args[i].substring(CONFIG.length())
              : args[i];
    }
    application().registerShutdownHook(true).run(translated);
  }

  /**
   * Runs the signer inside another process. The bean {@link SignerHealth} says when it can sign.
   *
   * @throws RuntimeException when a setting is missing, the machine cannot be hardened as asked, or
   *     a dependency does not answer
   */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    // As arguments they come before any file, so that what the caller says holds.
    String[] arguments =
        properties.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    return application().registerShutdownHook(false).run(arguments);
  }

  private static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(SignerApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .listeners(new HardenFirst())
        .properties(Map.of("spring.config.name", "signer-service"));
  }

  /** Runs when settings are known and before any bean, so before any key file is opened. */
  private static final class HardenFirst
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      var environment = event.getEnvironment();
      var missing =
          Hardening.apply(
              mode(environment),
              environment.getProperty(
                  "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
      var memory = KeyMemory.state();
      LOG.atInfo()
          .addKeyValue("pages", memory.pagesText())
          .addKeyValue("calls", memory.callsText())
          .log("Key memory is ready");
      for (var problem : missing) {
        LOG.atWarn().addKeyValue("toDo", problem).log("Hardening is incomplete");
      }
    }

    private static Hardening.Mode mode(Environment environment) {
      return environment.getProperty(
          "quantumvault.signer.hardening", Hardening.Mode.class, Hardening.Mode.STRICT);
    }
  }
}
