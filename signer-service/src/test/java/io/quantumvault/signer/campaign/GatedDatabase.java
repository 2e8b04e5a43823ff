package io.quantumvault.signer.campaign;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The database as one signer sees it: the real one, behind its gate, with connections that end. */
final class GatedDatabase extends HikariDataSource {
  private static final String FENCED_BY = "ledger.fencing WHERE topic_partition = ?";

  private final PhysicalConnections physical;
  private final Gate gate;
  private final Judge judge;
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();

  /** Cuts a connection at its next passing of an edge, before or after it is done. */
  record Cut(Edge edge, boolean after) {}

  /** Judges what writes. */
  interface Judge {
    /** The epoch that a partition has now. */
    long epoch(int partition);

    /** A worker that was shut out before it began to write has written. */
    void wroteWhileShutOut(Gate gate, Edge edge, int partition, long epoch);
  }

  GatedDatabase(PhysicalConnections physical, Gate gate, Judge judge) {
    this.physical = physical;
    this.gate = gate;
    this.judge = judge;
  }

  void cut(Cut next) {
    cut.set(next);
  }

  @Override
  public Connection getConnection() throws SQLException {
    gate.live();
    var real = physical.borrow();
    var wrapped = new Wrapped(real);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, wrapped::call);
  }

  @Override
  public void close() {}

  private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Edge edge(String sql) {
    var text = sql.strip();
    if (text.startsWith("WITH plan AS")) {
      return Edge.SIGN;
    }
    if (text.startsWith("WITH row AS")) {
      return text.contains("UPDATE ledger.intents") ? Edge.STEP : Edge.REFUSE;
    }
    if (text.contains("FOR UPDATE")) {
      return Edge.LOCK;
    }
    return text.contains("control.signer_material") ? Edge.STAND : Edge.OTHER;
  }

  private final class Wrapped {
    private final Connection real;
    private boolean gone;

    Wrapped(Connection real) {
      this.real = real;
    }

    @Nullable Object call(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
      return switch (method.getName()) {
        case "prepareStatement" -> statement((String) java.util.Objects.requireNonNull(args)[0]);
        case "commit" -> at(Edge.COMMIT, () -> invoke(real, method, args));
        case "rollback" -> {
          if (!gone) {
            real.rollback();
          }
          yield null;
        }
        case "close" -> {
          if (!gone) {
            gone = true;
            physical.giveBack(real);
          }
          yield null;
        }
        default -> {
          unbroken();
          yield invoke(real, method, args);
        }
      };
    }

    private void unbroken() throws SQLException {
      if (gone) {
        throw broken();
      }
    }

    private SQLException broken() {
      if (!gone) {
        gone = true;
        physical.giveBack(real);
      }
      return new SQLException("the connection was cut", "08006");
    }

    private @Nullable Object at(Edge edge, Work work) throws Throwable {
      unbroken();
      gate.before(edge);
      cutIf(edge, false);
      var result = work.run();
      cutIf(edge, true);
      gate.after(edge);
      return result;
    }

    private void cutIf(Edge edge, boolean after) throws SQLException {
      var wanted = cut.get();
      if (wanted != null
          && wanted.edge() == edge
          && wanted.after() == after
          && cut.compareAndSet(wanted, null)) {
        throw broken();
      }
    }

    private PreparedStatement statement(String sql) throws SQLException {
      unbroken();
      var prepared = real.prepareStatement(sql);
      Map<Integer, Object> bound = new TreeMap<>();
      return (PreparedStatement)
          Proxy.newProxyInstance(
              PreparedStatement.class.getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (proxy, method, args) -> {
                if (method.getName().startsWith("set")
                    && args != null
                    && args.length >= 2
                    && args[0] instanceof Integer place
                    && args[1] instanceof Number number) {
                  bound.put(place, number);
                }
                return switch (method.getName()) {
                  case "execute", "executeQuery" ->
                      at(edge(sql), () -> judged(sql, bound, () -> invoke(prepared, method, args)));
                  default -> invoke(prepared, method, args);
                };
              });
    }

    private @Nullable Object judged(String sql, Map<Integer, Object> bound, Work work)
        throws Throwable {
      var edge = edge(sql);
      int begin = sql.indexOf(FENCED_BY);
      if (begin < 0 || (edge != Edge.SIGN && edge != Edge.STEP && edge != Edge.REFUSE)) {
        return work.run();
      }
      int place = (int) sql.substring(0, begin).chars().filter(c -> c == '?').count() + 1;
      int partition = ((Number) java.util.Objects.requireNonNull(bound.get(place))).intValue();
      long mine = ((Number) java.util.Objects.requireNonNull(bound.get(place + 1))).longValue();
      boolean shutOut = judge.epoch(partition) > mine;
      var result = work.run();
      if (shutOut && result instanceof ResultSet rows && rows.isBeforeFirst()) {
        judge.wroteWhileShutOut(gate, edge, partition, mine);
      }
      return result;
    }
  }

  /** Something on the real connection. */
  private interface Work {
    @Nullable Object run() throws Throwable;
  }
}
