package io.quantumvault.audit.trail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database whose next commit of an insert fails, before it happens or after. */
final class FailingCommits {
  private final DataSource real;
  private boolean armed;
  private boolean afterwards;

  FailingCommits(DataSource real) {
    this.real = real;
  }

  void failNext(boolean afterTheCommit) {
    armed = true;
    afterwards = afterTheCommit;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        real,
        (name, result) -> result instanceof Connection connection ? failing(connection) : result);
  }

  private Connection failing(Connection connection) {
    return proxy(Connection.class, connection, (name, result) -> result);
  }

  private interface After {
    Object result(String method, Object result) throws SQLException;
  }

  @SuppressWarnings("unchecked")
  private <T> T proxy(Class<T> type, T target, After after) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              boolean fail = armed && method.getName().equals("commit");
              if (fail) {
                armed = false;
              }
              if (fail && !afterwards) {
                throw new SQLException("The connection was lost before the commit");
              }
              try {
                Object result = method.invoke(target, args);
                if (fail) {
                  throw new SQLException("The connection was lost after the commit");
                }
                return after.result(method.getName(), result);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
