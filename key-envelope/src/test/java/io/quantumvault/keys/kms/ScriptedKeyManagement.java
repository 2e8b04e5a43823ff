package io.quantumvault.keys.kms;

import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fails as its script says, call by call; null and what comes after the script succeeds. */
public final class ScriptedKeyManagement implements OpenKeyManagement {
  private final Deque<Optional<RuntimeException>> script = new ArrayDeque<>();
  private int calls;
  private int refreshes;
  private boolean closed;

  public ScriptedKeyManagement(@Nullable RuntimeException... script) {
    for (RuntimeException each : script) {
      this.script.addLast(Optional.ofNullable(each));
    }
  }

  public int calls() {
    return calls;
  }

  public int refreshes() {
    return refreshes;
  }

  public boolean isClosed() {
    return closed;
  }

  private void next() {
    calls++;
    Optional<RuntimeException> trouble = script.pollFirst();
    if (trouble != null && trouble.isPresent()) {
      throw trouble.get();
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    next();
    return new byte[] {(byte) key.size()};
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    next();
    return SecretMemory.random(32);
  }

  @Override
  public void refresh() {
    refreshes++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
