package io.quantumvault.signer;

import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.kit.keys.KeyManagementConfig;
import io.quantumvault.kit.management.ManagementConfig;
import io.quantumvault.signer.hardening.Confinement;
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
  private static final String CONFIG = "--config=";

  /**
   * Runs the signer as a process of its own.
   *
   * @param args {@code --config=FILE} names a properties file; Spring's own arguments are taken too
   */
  public static void main(String[] args) {
    Confinement.enter(args);
    run(true, args);
  }

  /** A start without the parts that bind the whole process; {@link SignerRehearsal}. */
  static void rehearse(String[] args) {
    run(false, args);
  }

  private static void run(boolean ownProcess, String[] args) {
    String[] translated = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      translated[i] =
          args[i].startsWith(CONFIG)
              ? "--spring.config.additional-location=file:" + args[i].substring(CONFIG.length())
              : args[i];
    }
    application(ownProcess).registerShutdownHook(true).run(translated);
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
    return application(false).registerShutdownHook(false).run(arguments);
  }

  private static SpringApplicationBuilder application(boolean ownProcess) {
    return new SpringApplicationBuilder(SignerApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .listeners(new HardenFirst(ownProcess))
        .properties(Map.of("spring.config.name", "signer-service"));
  }

  /** Runs when settings are known and before any bean, so before any key file is opened. */
  private record HardenFirst(boolean ownProcess)
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    // Not of the class that has main: logging would be made ready before the process is confined.
    private static final Logger LOG = LoggerFactory.getLogger(SignerApplication.class);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      var environment = event.getEnvironment();
      var missing = Hardening.apply(demand(environment));
      var memory = KeyMemory.state();
      LOG.atInfo()
          .addKeyValue("pages", memory.pagesText())
          .addKeyValue("calls", memory.callsText())
          .log("Key memory is ready");
      for (var problem : missing) {
        LOG.atWarn().addKeyValue("toDo", problem).log("Hardening is incomplete");
      }
    }

    private Hardening.Demand demand(Environment environment) {
      return new Hardening.Demand(
          environment.getProperty(
              "quantumvault.signer.hardening", Hardening.Mode.class, Hardening.Mode.STRICT),
          environment.getProperty(
              "quantumvault.key-memory.fallback-suffices", Boolean.class, false),
          ownProcess,
          environment.getProperty("quantumvault.signer.landlock-may-lack", Boolean.class, false));
    }
  }
}
