package io.quantumvault.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @Bean
  ControlPlaneSettings controlPlaneSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("quantumvault", ControlPlaneSettings.class);
  }

  @Bean(destroyMethod = "close")
  HikariDataSource controlDataSource(ControlPlaneSettings settings) {
    var database = settings.database();
    var config = new HikariConfig();
    config.setPoolName("control-plane");
    config.setJdbcUrl(database.url());
    config.setUsername(database.username());
    // JDBC takes passwords only as String: one of the named exceptions of the threat model.
    config.setPassword(secret(database.passwordFile()));
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(2_000);
    config.addDataSourceProperty("ApplicationName", "control-plane");
    config.addDataSourceProperty("socketTimeout", "20");
    // Server details may quote row values.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
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

  /** A password file's text without the line's end. */
  static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the password file " + file + " cannot be read", e);
    }
  }
}
