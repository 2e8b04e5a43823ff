package io.quantumvault.standalone;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.choice.KmsProperties;
import io.quantumvault.keys.kms.choice.KmsProvider;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Stands where the jars of {@code kms/transit} would be; its versions are in memory. */
public final class FakeKmsProvider implements KmsProvider {
  static final Versions VERSIONS = new Versions();

  @Override
  public Provider provider() {
    return Provider.TRANSIT;
  }

  @Override
  public Set<String> settings() {
    return Set.of("transit.address");
  }

  @Override
  public KmsSettings read(KmsProperties properties, Path keysDir) {
    properties.required("transit.address");
    return new KmsSettings() {
      @Override
      public OpenKeyManagement open() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<KeyRotation> openRotation() {
        return Optional.of(VERSIONS);
      }

      @Override
      public Optional<Resilience> resilience() {
        return Optional.empty();
      }
    };
  }

  /** Of the key execution; there is no other. */
  static final class Versions implements KeyRotation {
    private final List<KeyVersion> versions = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private @Nullable String trouble;
    private CountDownLatch rotated = new CountDownLatch(1);
    private boolean closed;

    synchronized void reset(Instant first) {
      versions.clear();
      versions.add(new KeyVersion(1, first));
      now = Instant.now();
      trouble = null;
      rotated = new CountDownLatch(1);
      closed = false;
    }

    synchronized void failWith(String why) {
      trouble = why;
    }

    synchronized boolean isClosed() {
      return closed;
    }

    CountDownLatch rotated() {
      return rotated;
    }

    @Override
    public synchronized List<KeyVersion> versions(KeyName name) {
      if (trouble != null) {
        throw new KmsUnavailable(trouble);
      }
      return name == KeyName.EXECUTION ? List.copyOf(versions) : List.of();
    }

    @Override
    public synchronized KeyVersion rotate(KeyName name) {
      KeyVersion next = new KeyVersion(versions.getLast().number() + 1, now);
      versions.add(next);
      rotated.countDown();
      return next;
    }

    @Override
    public synchronized void destroy(KeyName name, int version) {
      versions.removeIf(each -> each.number() == version);
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }
}
