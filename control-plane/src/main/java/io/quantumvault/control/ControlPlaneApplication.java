package io.quantumvault.control;

import io.quantumvault.kit.keys.KeyManagementConfig;
import io.quantumvault.kit.keys.KeyMemoryConfig;
import io.quantumvault.kit.management.ManagementConfig;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Starts the control plane. What it needs is said in {@link ControlPlaneSettings}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({
  ManagementConfig.class,
  KeyMemoryConfig.class,
  KeyManagementConfig.class,
  DatabaseConfig.class,
  ControlPlaneConfig.class,
  ExecutionConfig.class,
  HttpConfig.class,
  KafkaConfig.class,
  HousekeepingConfig.class
})
public class ControlPlaneApplication {
  /** As a process of its own. */
  public static void main(String[] arguments) {
    application(Map.of()).run(arguments);
  }

  /**
   * Starts one instance in this JVM; the caller closes the context.
   *
   * @param properties as in {@link ControlPlaneSettings}, by their full names
   */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    return application(properties).run();
  }

  private static SpringApplication application(Map<String, Object> properties) {
    var application = new SpringApplication(ControlPlaneApplication.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setApplicationContextFactory(
        type -> new AnnotationConfigServletWebServerApplicationContext());
    application.setDefaultProperties(Map.of("spring.config.name", "control-plane"));
    application.setRegisterShutdownHook(properties.isEmpty());
    application.addInitializers(context ->
        context
            .getEnvironment()
            .getPropertySources()
            .addFirst(new org.springframework.core.env.MapPropertySource("launcher", properties)));
    return application;
  }
}
