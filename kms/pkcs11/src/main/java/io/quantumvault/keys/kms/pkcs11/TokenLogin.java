package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.NativeCall;
import io.quantumvault.keys.memory.NativeCallAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token and logs in. The PIN is read from its file into key memory for each login and
 * wiped after it; login holds for the whole process, so one is rare.
 *
 * <p>A PIN that the token refused is never sent again: tokens count wrong ones and lock. Over
 * restarts the token itself remembers: none is sent when it says that one try is left, or that it
 * is locked ({@link PinState}). Used by one thread at a time.
 */
final class TokenLogin {
  private final Pkcs11Settings settings;
  private final Cryptoki cryptoki;
  private @Nullable String pinRefused;

  TokenLogin(Pkcs11Settings settings, Cryptoki cryptoki) {
    this.settings = settings;
    this.cryptoki = cryptoki;
  }

  /** A new session, logged in. */
  TokenSession open(boolean writing, int login) {
    if (pinRefused != null) {
      throw new TokenRefused(pinRefused);
    }
    cryptoki.initialize();
    long slot = slot();
    TokenSession session =
        new TokenSession(
            cryptoki, slot, settings.tokenLabel(), cryptoki.openSession(slot, writing), login);
    try {
      if (!cryptoki.isLoggedIn(session.handle())) {
        requireTries(PinState.of(cryptoki.tokenInfo(slot).flags()));
        login(session);
      }
      return session;
    } catch (Throwable t) {
      session.closeQuietly();
      throw t;
    }
  }

  private long slot() {
    Long found = null;
    for (long slot : cryptoki.slots()) {
      if (labelOf(slot).equals(settings.tokenLabel())) {
        if (found != null) {
          throw new TokenRefused(
              "two tokens have the label %s: which one is meant?".formatted(settings.tokenLabel()));
        }
        found = slot;
      }
    }
    if (found == null) {
      throw new KmsUnavailable(
          "pkcs11: no token with the label %s is there".formatted(settings.tokenLabel()));
    }
    return found;
  }

  /** Empty for a token that cannot tell: it may be another one, and in trouble. */
  private String labelOf(long slot) {
    try {
      return cryptoki.tokenInfo(slot).label();
    } catch (CkFailure e) {
      return "";
    }
  }

  /** Asked anew each time: once a person has seen to the token, no restart is needed. */
  private void requireTries(PinState pin) {
    switch (pin) {
      case USABLE -> {}
      case FINAL_TRY ->
          throw new TokenRefused(
              "one more wrong PIN locks token %s, so the one in %s is not tried. Make sure that it is the right one, then log in with it once by hand, after which the token counts anew: pkcs11-tool --module %s --token-label %s --login --list-objects"
                  .formatted(
                      settings.tokenLabel(),
                      settings.pinFile(),
                      settings.library(),
                      settings.tokenLabel()));
      case LOCKED ->
          throw new TokenRefused(
              "token %s has locked its PIN after too many wrong ones. Its security officer sets a new one, which then goes into %s: pkcs11-tool --module %s --token-label %s --login --login-type so --init-pin"
                  .formatted(
                      settings.tokenLabel(),
                      settings.pinFile(),
                      settings.library(),
                      settings.tokenLabel()));
    }
  }

  private void login(TokenSession session) {
    try (SecretMemory pin = SecretMemory.readLine(settings.pinFile())) {
      NativeCall.reading(
          pin,
          NativeCallAccess.token,
          address -> {
            cryptoki.login(session.handle(), address, pin.size());
            return session;
          });
    } catch (KeyFileRefused e) {
      throw new TokenRefused(
          "token %s: its PIN file %s is refused: %s"
              .formatted(settings.tokenLabel(), settings.pinFile(), e.why()));
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.PIN_REFUSED)) {
        pinRefused =
            "token %s does not take the PIN in %s (%s). It is not tried again, because a token locks after a few wrong ones: put the right PIN there, then restart"
                .formatted(settings.tokenLabel(), settings.pinFile(), e.getMessage());
        throw new TokenRefused(pinRefused);
      }
      if (!e.isOneOf(EnumSet.of(Ckr.USER_ALREADY_LOGGED_IN))) {
        throw e;
      }
    }
  }
}
