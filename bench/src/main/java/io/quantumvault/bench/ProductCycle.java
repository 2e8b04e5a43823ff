package io.quantumvault.bench;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.sign.AgentSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The cycle as the product has it, keys in key memory; for one thread. */
final class ProductCycle implements AutoCloseable {
  private final TradeKeys keys;
  private final SecretMemory wrapping;
  private final FileKeyManagement kms;
  private final byte[] hpkeEk;

  ProductCycle(TradeKeys keys) {
    this.keys = keys;
    this.wrapping = SecretMemory.takeOwnershipOf(keys.wrapping().clone());
    try (SecretMemory ek = SecretMemory.takeOwnershipOf(keys.ek().clone())) {
      Path folder = Files.createTempDirectory("bench-keys");
      try {
        FileKmsKeys.create(KeyName.EXECUTION, 1, folder, folder);
        this.kms = FileKeyManagement.open(folder);
        this.hpkeEk = kms.wrap(KeyName.EXECUTION, keys.grant(), ek);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Open EK, derive, open the seed, sign, wipe: one native call. */
  byte[] cycle() {
    return AgentSigner.sign(
        wrapping,
        keys.grant(),
        keys.sealedEk(),
        keys.owner(),
        keys.agent(),
        keys.sealedSeed(),
        keys.message());
  }

  /** The same with EK out of the key management of files, so with two X25519 operations more. */
  byte[] cycleWithHpke() {
    try (SecretMemory ek = kms.unwrap(KeyName.EXECUTION, keys.grant(), hpkeEk)) {
      return AgentSigner.sign(ek, keys.owner(), keys.agent(), keys.sealedSeed(), keys.message());
    }
  }

  @Override
  public void close() {
    wrapping.close();
    kms.close();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
