package io.quantumvault.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.quantumvault.kit.password.PasswordFileRefused;
import io.quantumvault.kit.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePoolTest {
  @TempDir Path dir;

  @Test
  void thePoolAsksTheFileAndKeepsNoPassword() throws Exception {
    var settings = settings(null);
    var pool = DatabasePool.prepare(new HikariConfig(), "audit-sink", settings, 3);

    assertThat(pool.getPassword()).isNull();
    assertThat(pool.getCredentialsProvider().getCredentials().getPassword()).isEqualTo("before");
    Files.writeString(settings.passwordFile(), "after");
    assertThat(pool.getCredentialsProvider().getCredentials().getPassword()).isEqualTo("after");
    assertThat(pool.getCredentialsProvider().getCredentials().getUsername()).isEqualTo("qv_audit");
  }

  @Test
  void theUsualSizeHoldsUnlessAnotherIsConfigured() throws Exception {
    assertThat(
            DatabasePool.prepare(new HikariConfig(), "a", settings(null), 3).getMaximumPoolSize())
        .isEqualTo(3);
    assertThat(DatabasePool.prepare(new HikariConfig(), "a", settings(7), 3).getMaximumPoolSize())
        .isEqualTo(7);
  }

  @Test
  void rowsDoNotReachTheLogThroughTheServersDetails() throws Exception {
    var pool = DatabasePool.prepare(new HikariConfig(), "a", settings(null), 3);

    assertThat(pool.getDataSourceProperties()).containsEntry("logServerErrorDetail", "false");
    assertThat(pool.getTransactionIsolation()).isEqualTo("TRANSACTION_READ_COMMITTED");
  }

  @Test
  void aBadPasswordFileStopsTheStart() throws Exception {
    var settings = settings(null);
    Files.setPosixFilePermissions(
        settings.passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> DatabasePool.prepare(new HikariConfig(), "a", settings, 3))
        .isInstanceOf(PasswordFileRefused.class);
  }

  private DatabaseSettings settings(@Nullable Integer poolSize) throws IOException {
    var file = Files.createTempFile(dir, "password", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "before\n");
    return new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/x", "qv_audit", file, poolSize);
  }
}
