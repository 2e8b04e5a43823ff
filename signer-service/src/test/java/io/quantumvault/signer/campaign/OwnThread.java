package io.quantumvault.signer.campaign;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A connection that is asked on a thread of its own: a virtual thread that is interrupted while it
 * reads closes its socket, and signers' threads are interrupted all the time.
 */
final class OwnThread implements AutoCloseable {
  private final Connection connection;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("oracle").factory());

  OwnThread(Connection connection) {
    this.connection = connection;
  }

  /** Something asked. */
  interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  /** Waits for the answer, interrupted or not. */
  <T> T ask(Question<T> question) {
    var answer = thread.submit(() -> question.of(connection));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    ask(c -> {
      c.close();
      return true;
    });
    thread.shutdown();
  }
}
