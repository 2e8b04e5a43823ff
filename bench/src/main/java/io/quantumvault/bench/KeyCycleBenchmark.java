package io.quantumvault.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The arms of {@link KeyBench}; the name of a method is the name of its arm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // made in setUp, as JMH has it
public class KeyCycleBenchmark {
  static final String SEED_PROPERTY = "quantumvault.bench.seed";

  private ProductCycle product;
  private BareSodium bare;
  private JdkCycle jdk;
  private BouncyCastleCycle bouncyCastle;

  /** Makes every arm and checks that all of them sign the same. */
  @Setup
  public void setUp() {
    TradeKeys keys = TradeKeys.of(Long.getLong(SEED_PROPERTY, 0));
    product = new ProductCycle(keys);
    bare = new BareSodium(keys);
    jdk = new JdkCycle(keys);
    bouncyCastle = new BouncyCastleCycle(keys);
    byte[] expected = bare.sign();
    for (Supplier<byte[]> arm : arms()) {
      if (!Arrays.equals(arm.get(), expected)) {
        throw new IllegalStateException("the arms do not give the same signature");
      }
    }
  }

  private List<Supplier<byte[]>> arms() {
    return List.of(
        this::bareAgreeAndSign,
        this::signer,
        this::chain,
        this::sunEc,
        this::sunEcSign,
        this::bouncyCastle,
        this::bouncyCastleSign);
  }

  @TearDown
  public void tearDown() {
    product.close();
  }

  @Benchmark
  public byte[] signer() {
    return product.signer();
  }

  @Benchmark
  public byte[] chain() {
    return product.chain();
  }

  @Benchmark
  public byte[] bareAgreeAndSign() {
    return bare.agreeAndSign();
  }

  @Benchmark
  public byte[] bareSign() {
    return bare.sign();
  }

  @Benchmark
  public byte[] sunEc() {
    return jdk.signer();
  }

  @Benchmark
  public byte[] sunEcSign() {
    return jdk.sign();
  }

  @Benchmark
  public byte[] bouncyCastle() {
    return bouncyCastle.signer();
  }

  @Benchmark
  public byte[] bouncyCastleSign() {
    return bouncyCastle.sign();
  }
}
