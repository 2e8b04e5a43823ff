package io.quantumvault.keys.vault;

import static io.quantumvault.keys.ControlKeys.flipped;
import static io.quantumvault.keys.TestSecrets.bytes;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.ControlKeys;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.GrantKey.Signed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantKeyTest {
  private static final Properties GOLDEN = Golden.file("vault");

  @TempDir Path folder;
  private final Owner owner = Golden.owner();
  private final UUID bot = Golden.id("bot");
  private final byte[] agent = golden("agent");
  private final byte[] seed = golden("seedRecord");
  private final byte[] message = golden("message");
  private final GrantedPolicy policy =
      new GrantedPolicy(bot, policyVersion(), golden("policy"), golden("policyMac"));
  private final GrantTerms terms = terms(bot, Golden.id("grant"), golden("policy"), 0);

  @Test
  void theGoldenGrantOpensAndSignsWithTheGoldenSeed() {
    int before = SecretMemory.liveCount();
    try (FileKeyManagement kms = execution();
        GrantKey key = GrantKey.open(kms, owner, agent, terms, golden("wrappedEk"))) {
      assertThat(key.policyMac(bot, policyVersion(), golden("policy")))
          .isEqualTo(golden("policyMac"));
      assertThat(signature(key.sign(policy, seed, message))).isEqualTo(golden("signature"));
      assertThat(key).hasToString("[REDACTED]");
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    assertThat(KeyMemory.state().busyCallStacks()).isZero();
  }

  @Test
  void theKeyOfTheMasterKeyIsTheSame() {
    try (SecretMemory umk = secret(golden("umk"));
        GrantKey key = GrantKey.derive(owner, umk, agent)) {
      assertThat(key.policyMac(bot, policyVersion(), golden("policy")))
          .isEqualTo(golden("policyMac"));
      assertThat(signature(key.sign(policy, seed, message))).isEqualTo(golden("signature"));
    }
  }

  @Test
  void whatIsSealedForTheSignerOpensUnderItsTermsAlone() {
    FileKmsKeys.create(KeyName.EXECUTION, 1, folder, folder);
    UUID other = UUID.randomUUID();
    byte[] otherKey = Golden.input("agent");
    byte[] policyBytes = golden("policy");
    UUID grant = Golden.id("grant");
    try (FileKeyManagement kms = FileKeyManagement.open(folder, ControlKeys.hurriedClock());
        SecretMemory umk = secret(golden("umk"));
        GrantKey key = GrantKey.derive(owner, umk, agent)) {
      byte[] sealed = key.seal(kms, terms);
      int before = SecretMemory.liveCount();
      try (GrantKey opened = GrantKey.open(kms, owner, agent, terms, sealed)) {
        assertThat(signature(opened.sign(policy, seed, message))).isEqualTo(golden("signature"));
      }
      for (GrantTerms moved :
          List.of(
              terms(other, grant, policyBytes, 0),
              terms(bot, other, policyBytes, 0),
              terms(bot, grant, new byte[1], 0),
              terms(bot, grant, policyBytes, 1))) {
        assertDoesNotOpen(kms, owner, agent, moved, sealed);
      }
      assertDoesNotOpen(kms, new Owner(otherKey, owner.salt()), agent, terms, sealed);
      assertDoesNotOpen(kms, owner, otherKey, terms, sealed);
      for (byte[] changed : flipped(sealed)) {
        assertDoesNotOpen(kms, owner, agent, terms, changed);
      }
      for (int size = 0; size < sealed.length; size++) {
        assertDoesNotOpen(kms, owner, agent, terms, Arrays.copyOf(sealed, size));
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  /** What is covered: bot, version and every bit of the policy, under this key and salt. */
  @Test
  void aPolicyThatIsNotTheGrantedOneIsNotSignedFor() {
    byte[] bytes = golden("policy");
    byte[] mac = golden("policyMac");
    long version = policyVersion();
    try (GrantKey key = goldenKey(golden("executionKey"), owner)) {
      for (byte[] changed : flipped(bytes)) {
        assertNotAuthentic(key, new GrantedPolicy(bot, version, changed, mac));
      }
      for (byte[] changed : flipped(mac)) {
        assertNotAuthentic(key, new GrantedPolicy(bot, version, bytes, changed));
      }
      for (int size = 0; size <= mac.length + 1; size++) {
        if (size != mac.length) {
          byte[] cut = Arrays.copyOf(mac, size);
          assertNotAuthentic(key, new GrantedPolicy(bot, version, bytes, cut));
        }
      }
      for (int bit = 0; bit < 64; bit++) {
        long one = 1L << bit;
        UUID high = new UUID(bot.getMostSignificantBits() ^ one, bot.getLeastSignificantBits());
        UUID low = new UUID(bot.getMostSignificantBits(), bot.getLeastSignificantBits() ^ one);
        assertNotAuthentic(key, new GrantedPolicy(high, version, bytes, mac));
        assertNotAuthentic(key, new GrantedPolicy(low, version, bytes, mac));
        assertNotAuthentic(key, new GrantedPolicy(bot, version ^ one, bytes, mac));
      }
    }
    for (byte[] changed : flipped(owner.salt())) {
      try (GrantKey key =
          goldenKey(golden("executionKey"), new Owner(owner.publicKey(), changed))) {
        assertNotAuthentic(key, policy);
      }
    }
    for (byte[] changed : flipped(golden("executionKey"))) {
      try (GrantKey key = goldenKey(changed, owner)) {
        assertNotAuthentic(key, policy);
      }
    }
  }

  @Test
  void aPolicyLongerThanTheMemoryOfACallIsAuthenticatedAllTheSame() {
    byte[] bytes = bytes(TestSecrets.random(GrantKeyTest.class), 20_000);
    try (GrantKey key = goldenKey(golden("executionKey"), owner)) {
      byte[] mac = key.policyMac(bot, 3, bytes);
      var granted = new GrantedPolicy(bot, 3, bytes, mac);

      assertThat(signature(key.sign(granted, seed, message))).isEqualTo(golden("signature"));
      bytes[19_999] ^= 1;
      assertNotAuthentic(key, granted);
    }
  }

  @Test
  void aSeedRecordThatIsNotThisOwnersAndWalletsSignsNothing() {
    byte[] other = Golden.input("agent");
    int before = SecretMemory.liveCount();
    try (GrantKey key = goldenKey(golden("executionKey"), owner)) {
      for (byte[] changed : flipped(seed)) {
        assertRefused(key, policy, changed);
      }
      for (int size = 0; size <= seed.length + 1; size++) {
        if (size != seed.length) {
          assertRefused(key, policy, Arrays.copyOf(seed, size));
        }
      }
      assertRefused(key, policy, golden("entropyRecord"));
    }
    // With another public key the signature would give the seed away.
    KeyUnwrapping bare = (name, context, bytes) -> secret(golden("executionKey"));
    try (GrantKey key = GrantKey.open(bare, owner, other, terms, new byte[0])) {
      assertRefused(key, policy, seed);
    }
    Owner stranger = new Owner(other, owner.salt());
    try (GrantKey key = goldenKey(golden("executionKey"), stranger)) {
      assertRefused(key, policy, seed);
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
    assertThat(KeyMemory.state().busyCallStacks()).isZero();
  }

  /** Nothing is told about the record while the policy is not the granted one. */
  @Test
  void thePolicyIsJudgedBeforeTheRecord() {
    byte[] damaged = seed.clone();
    damaged[40] ^= 1;
    try (GrantKey key = goldenKey(golden("executionKey"), owner)) {
      var foreign = new GrantedPolicy(bot, policyVersion(), golden("policy"), new byte[32]);
      assertThat(key.sign(foreign, damaged, message)).isInstanceOf(Signed.PolicyNotAuthentic.class);
    }
  }

  @Test
  void itSaysWhoseItIs() {
    byte[] other = Golden.input("agent");
    try (GrantKey key = goldenKey(golden("executionKey"), owner)) {
      assertThat(key.isOf(Golden.owner(), golden("agent"))).isTrue();
      assertThat(key.isOf(owner, other)).isFalse();
      assertThat(key.isOf(new Owner(other, owner.salt()), agent)).isFalse();
      assertThat(key.isOf(new Owner(owner.publicKey(), other), agent)).isFalse();
    }
  }

  @Test
  void randomWalletsSignAsTheirSeedsDo() {
    Random random = TestSecrets.random(GrantKeyTest.class);
    for (int run = 0; run < 20; run++) {
      byte[] text = bytes(random, random.nextInt(1300));
      byte[] rules = bytes(random, random.nextInt(3000));
      try (SecretMemory umk = UmkSlot.newUmk();
          SecretMemory plain = SecretMemory.random(32)) {
        AgentWalletKeys wallet = AgentWalletKeys.seal(owner, umk, null, plain);
        byte[] who = wallet.agent().toBytes();
        try (GrantKey key = GrantKey.derive(owner, umk, who)) {
          var granted = new GrantedPolicy(bot, run, rules, key.policyMac(bot, run, rules));

          byte[] signature =
              signature(key.sign(granted, Objects.requireNonNull(wallet.seed()), text));

          assertThat(signature).isEqualTo(Ed25519.sign(plain, who, text));
          assertThat(Ed25519.verify(who, text, signature)).isTrue();
        }
      }
    }
  }

  private FileKeyManagement execution() {
    try (SecretMemory key = secret(golden("executionPrivate"))) {
      KeyFile.create(
          folder.resolve("kms-execution-v" + GOLDEN.getProperty("executionVersion") + ".key"), key);
    }
    return FileKeyManagement.open(folder, ControlKeys.hurriedClock());
  }

  private GrantKey goldenKey(byte[] ek, Owner who) {
    return GrantKey.open((name, context, bytes) -> secret(ek), who, agent, terms, new byte[0]);
  }

  private static GrantTerms terms(UUID bot, UUID grant, byte[] policy, long later) {
    return new GrantTerms(
        bot, grant, Bytes32.of(Golden.sha256(policy)), Golden.expiresAtMs() + later);
  }

  private static void assertDoesNotOpen(
      KeyUnwrapping kms, Owner who, byte[] agent, GrantTerms terms, byte[] sealed) {
    assertThatThrownBy(() -> GrantKey.open(kms, who, agent, terms, sealed).close())
        .isInstanceOf(CryptoFailure.class);
  }

  private void assertNotAuthentic(GrantKey key, GrantedPolicy other) {
    assertThat(key.sign(other, seed, message)).isInstanceOf(Signed.PolicyNotAuthentic.class);
  }

  /** The policy's MAC does not depend on the owner's key or the wallet, so it is found right. */
  private void assertRefused(GrantKey key, GrantedPolicy granted, byte[] record) {
    assertThatThrownBy(() -> key.sign(granted, record, message))
        .isInstanceOf(CryptoFailure.class)
        .hasMessage(new CryptoFailure().getMessage());
  }

  private static byte[] signature(Signed signed) {
    assertThat(signed).isInstanceOf(Signed.Signature.class);
    return ((Signed.Signature) signed).bytes();
  }

  private static long policyVersion() {
    return Long.parseLong(GOLDEN.getProperty("policyVersion"));
  }

  private static byte[] golden(String name) {
    return Golden.bytes(GOLDEN, name);
  }
}
