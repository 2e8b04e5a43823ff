package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.kms.resilient.TimeLimit;
import io.quantumvault.keys.kms.resilient.TimeLimitedKeyManagement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A PKCS#11 token that a service is logged in to: a pool of sessions, each used by one thread at a
 * time, for any number of threads.
 *
 * <p>When a session is lost (token removed, login gone, library started anew) it is dropped with
 * all idle ones, and the call is made once more on a fresh login; then it is {@link
 * KmsUnavailable}.
 *
 * <p>A call into a library that hangs hangs. Opening, closing and what goes through {@link #within}
 * are let go after a limit ({@link TimeLimit}). Key memory belongs to one thread, so what wraps and
 * unwraps is limited by who calls it: {@link TimeLimitedKeyManagement}.
 */
public final class Pkcs11Token implements AutoCloseable {
  /** Enough for every processor of a machine that a token can keep busy; others wait their turn. */
  static final int MAX_SESSIONS = 16;

  /** Loading a library and logging in over a network takes a while at most. */
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);

  private static final Semaphore OPENING = new Semaphore(MAX_SESSIONS);

  private final Pkcs11Settings settings;
  private final TokenLogin login;
  private final TimeLimit calls;
  private final Semaphore turns = new Semaphore(MAX_SESSIONS, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<TokenSession> idle = new ArrayDeque<>();
  private int logins;
  private volatile boolean closed;

  private Pkcs11Token(Pkcs11Settings settings, Cryptoki library, Duration callLimit) {
    this.settings = settings;
    this.login = new TokenLogin(settings, library);
    this.calls =
        new TimeLimit(who(settings), callLimit, new Semaphore(Resilience.USUAL.concurrency()));
  }

  /**
   * Loads the library, finds the token by its label and logs in.
   *
   * @throws TokenRefused when the library, the PIN or the PIN file is refused, with the reason
   * @throws KmsUnavailable when the token is not there, or does not answer within 30 seconds
   */
  public static Pkcs11Token open(Pkcs11Settings settings) {
    return open(settings, Resilience.USUAL.limit());
  }

  /** With a limit of its own for {@link #within}. */
  static Pkcs11Token open(Pkcs11Settings settings, Duration callLimit) {
    return open(settings, () -> CryptokiLibrary.load(settings.library()), OPEN_LIMIT, callLimit);
  }

  /** With what else a test may want to be another. */
  static Pkcs11Token open(
      Pkcs11Settings settings, Supplier<Cryptoki> library, Duration openLimit, Duration callLimit) {
    return new TimeLimit(who(settings), openLimit, OPENING)
        .call(
            () -> {
              Pkcs11Token token = new Pkcs11Token(settings, library.get(), callLimit);
              token.tryTwice(TokenSession::slot);
              return token;
            },
            Pkcs11Token::close);
  }

  private static String who(Pkcs11Settings settings) {
    return "pkcs11: token %s: ".formatted(settings.tokenLabel());
  }

  /** The label, for messages. */
  String label() {
    return settings.tokenLabel();
  }

  /**
   * Waits no longer than the limit of this token. What goes on after that is on another thread and
   * may still be done.
   */
  <T> T within(Supplier<T> work) {
    return calls.call(work);
  }

  /** Runs a call that may be made twice. */
  <T> T use(Function<TokenSession, T> call) {
    try {
      return tryTwice(call);
    } catch (TokenRefused e) {
      throw new KmsUnavailable(message(e));
    }
  }

  /** Runs a call that changes the token, once, in a session of its own. */
  <T> T change(Function<TokenSession, T> call) {
    TokenSession session = null;
    try {
      session = opened(true);
      return call.apply(session);
    } catch (TokenRefused e) {
      throw new KmsUnavailable(message(e));
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.SESSION_LOST) && session != null) {
        dropAllOf(session.login());
      }
      throw unavailable(e);
    } finally {
      if (session != null) {
        session.closeQuietly();
      }
    }
  }

  private <T> T tryTwice(Function<TokenSession, T> call) {
    takeTurn();
    try {
      try {
        return tryOnce(call);
      } catch (CkFailure e) {
        if (!e.isOneOf(Ckr.SESSION_LOST)) {
          throw e;
        }
        return tryOnce(call);
      }
    } catch (CkFailure e) {
      throw unavailable(e);
    } finally {
      turns.release();
    }
  }

  private <T> T tryOnce(Function<TokenSession, T> call) {
    TokenSession session = take();
    boolean sound = false;
    try {
      T result = call.apply(session);
      sound = true;
      return result;
    } catch (CryptoFailure | TokenRefused e) {
      sound = true;
      throw e;
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.SESSION_LOST)) {
        dropAllOf(session.login());
      }
      throw e;
    } finally {
      if (sound) {
        giveBack(session);
      } else {
        session.closeQuietly();
      }
    }
  }

  private void takeTurn() {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A login that hangs holds the lock; who has given up must not wait for it. */
  private void lockUnlessInterrupted() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static KmsUnavailable interrupted() {
    Thread.currentThread().interrupt();
    return new KmsUnavailable("pkcs11: interrupted while waiting for a session");
  }

  private TokenSession take() {
    lockUnlessInterrupted();
    try {
      requireOpen();
      TokenSession session = idle.poll();
      return session != null ? session : login.open(false, logins);
    } finally {
      lock.unlock();
    }
  }

  private TokenSession opened(boolean writing) {
    lockUnlessInterrupted();
    try {
      requireOpen();
      return login.open(writing, logins);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new KmsUnavailable("pkcs11: token %s is closed".formatted(label()));
    }
  }

  private void giveBack(TokenSession session) {
    lock.lock();
    try {
      if (!closed && session.login() == logins) {
        idle.push(session);
        return;
      }
    } finally {
      lock.unlock();
    }
    session.closeQuietly();
  }

  /** Sessions of that login that are in use are closed when they come back. */
  private void dropAllOf(int lost) {
    lock.lock();
    try {
      if (lost == logins) {
        logins++;
        idle.forEach(TokenSession::closeQuietly);
        idle.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sessions that are idle now: for tests. */
  int idleSessions() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }

  private KmsUnavailable unavailable(CkFailure e) {
    return new KmsUnavailable("pkcs11: token %s: %s".formatted(label(), e.getMessage()));
  }

  private static String message(TokenRefused e) {
    return String.valueOf(e.getMessage());
  }

  /**
   * Closes the sessions; calls afterwards are refused. The library stays loaded, and stays logged
   * in as long as another part of the process has a session with this token.
   */
  @Override
  public void close() {
    closed = true;
    try {
      within(this::closeIdle);
    } catch (KmsUnavailable e) {
      // The library hangs: its sessions end with the process.
    }
  }

  private Pkcs11Token closeIdle() {
    lock.lock();
    try {
      idle.forEach(TokenSession::closeQuietly);
      idle.clear();
      return this;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "Pkcs11Token[" + label() + "]";
  }
}
