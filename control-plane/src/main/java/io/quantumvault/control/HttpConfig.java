package io.quantumvault.control;

import io.quantumvault.control.inbound.CallerArgument;
import io.quantumvault.control.inbound.RequestGate;
import io.quantumvault.control.session.Sessions;
import io.quantumvault.control.vault.Pseudonyms;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP listener: Tomcat on virtual threads, strict JSON, one gate before everything. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
class HttpConfig implements WebMvcConfigurer {
  private static final int MOST_HEADER_BYTES = 16 * 1024;

  private final JsonMapper json = strictJson();

  @Bean
  JsonMapper controlJson() {
    return json;
  }

  /** Unknown, doubled, coerced or deep input is refused instead of interpreted. */
  private static JsonMapper strictJson() {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(64 * 1024)
                    .maxNestingDepth(16)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder
        .disableDefaults()
        .addCustomConverter(new ByteArrayHttpMessageConverter())
        .withJsonConverter(new JacksonJsonHttpMessageConverter(json));
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  @Bean
  TomcatServletWebServerFactory tomcat(ControlPlaneSettings settings) {
    var factory = new TomcatServletWebServerFactory(settings.http().port());
    factory.setAddress(settings.http().bindAddress());
    factory.addProtocolHandlerCustomizers(
        protocol -> protocol.setExecutor(new VirtualThreadExecutor("control-http-")));
    factory.addConnectorCustomizers(connector -> {
      connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(MOST_HEADER_BYTES));
      connector.setProperty("connectionTimeout", "10000");
      connector.setProperty("server", "");
      connector.setMaxPostSize(0);
    });
    factory.addContextCustomizers(context -> {
      // What fails before the gate answers without a page that tells of the inside.
      var valve = new ErrorReportValve();
      valve.setShowReport(false);
      valve.setShowServerInfo(false);
      if (context.getParent() instanceof StandardHost host) {
        host.getPipeline().addValve(valve);
      }
    });
    return factory;
  }

  @Bean
  ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext context) {
    var registration = new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  FilterRegistrationBean<RequestGate> gate(
      ControlPlaneSettings settings, Sessions sessions, Pseudonyms pseudonyms, JsonMapper mapper) {
    return new FilterRegistrationBean<>(
        new RequestGate(
            settings.control().origins(),
            settings.http().behindProxy(),
            sessions,
            pseudonyms,
            mapper));
  }
}
