package io.quantumvault.control;

import io.quantumvault.kit.management.Health;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the service can do its work now. */
public final class ControlPlaneHealth implements Health {
  private final JdbcClient jdbc;

  ControlPlaneHealth(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<String> hindrances() {
    return ready() ? List.of() : List.of("the database is not reachable");
  }

  /** True when the database answers and lets this role read. Bounded by the pool's time-out. */
  public boolean ready() {
    try {
      return jdbc.sql("SELECT count(*) FROM control.platform_state").query(Integer.class).single()
          == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
