package io.quantumvault.keys.kms.metered;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics.Operation;
import io.quantumvault.keys.kms.metered.KmsMetrics.Outcome;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Counts and times every call; changes nothing. */
public final class MeteredKeyManagement implements OpenKeyManagement {
  private final OpenKeyManagement kms;
  private final KmsMetrics metrics;
  private final LongSupplier nanoTime;

  /** Takes over {@code kms}: closing this closes it. */
  public MeteredKeyManagement(OpenKeyManagement kms, KmsMetrics metrics, LongSupplier nanoTime) {
    this.kms = kms;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    return metered(name, Operation.WRAP, () -> kms.wrap(name, context, key));
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    return metered(name, Operation.UNWRAP, () -> kms.unwrap(name, context, wrapped));
  }

  private <T> T metered(KeyName name, Operation operation, Supplier<T> call) {
    long started = nanoTime.getAsLong();
    Outcome outcome = Outcome.UNAVAILABLE;
    try {
      T done = call.get();
      outcome = Outcome.OK;
      return done;
    } catch (CryptoFailure e) {
      outcome = Outcome.CRYPTO_FAILURE;
      throw e;
    } finally {
      metrics.add(name, operation, outcome, nanoTime.getAsLong() - started);
    }
  }

  @Override
  public void refresh() {
    kms.refresh();
  }

  @Override
  public void close() {
    kms.close();
  }
}
