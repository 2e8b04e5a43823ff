package io.quantumvault.kit.keys;

import io.quantumvault.keys.memory.KeyMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Key memory, ready before any key is opened. */
@Configuration(proxyBeanMethods = false)
public class KeyMemoryConfig {
  private static final Logger LOG = LoggerFactory.getLogger(KeyMemoryConfig.class);

  /** Made before any key is opened: whoever opens one takes this as a parameter. */
  @Bean
  KeyMemory keyMemory(Environment environment) {
    KeyMemory memory =
        KeyMemory.start(
            environment.getProperty(
                "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
    LOG.atInfo()
        .addKeyValue("pages", memory.pagesText())
        .addKeyValue("calls", memory.callsText())
        .log("Key memory is ready");
    return memory;
  }
}
