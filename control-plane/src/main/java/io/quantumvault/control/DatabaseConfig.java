package io.quantumvault.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.kit.database.DatabasePool;
import io.quantumvault.schemas.Principal;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Settings, and the database they name. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {
  private static final int CONNECTIONS = 10;
  // Owners wait for the answer.
  private static final long CONNECTION_TIMEOUT_MS = 2_000;

  @Bean
  ControlPlaneSettings controlPlaneSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("quantumvault", ControlPlaneSettings.class);
  }

  @Bean(destroyMethod = "close")
  HikariDataSource controlDataSource(ControlPlaneSettings settings) {
    var config =
        DatabasePool.prepare(
            new HikariConfig(),
            Principal.CONTROL_PLANE.userName(),
            settings.database(),
            CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    config.addDataSourceProperty("socketTimeout", "20");
    return new HikariDataSource(config);
  }

  @Bean
  JdbcClient controlJdbc(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean
  TransactionTemplate controlTransaction(DataSource dataSource) {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }
}
