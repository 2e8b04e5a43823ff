package io.quantumvault.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees of random leaves against the definition written down naively. */
class TreePropertiesTest {
  private static final int SIZES = 70;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private List<byte[]> leaves = List.of();
  private TreeOfLeaves tree = new TreeOfLeaves(List.of());

  @BeforeEach
  void grow() {
    System.out.println("TreePropertiesTest seed " + seed);
    leaves = new ArrayList<>();
    for (int i = 0; i < SIZES; i++) {
      byte[] leaf = new byte[4 + random.nextInt(40)];
      random.nextBytes(leaf);
      // No two are equal: between equal neighbours the proof of one is rightly one of the other.
      ByteBuffer.wrap(leaf).putInt(i);
      leaves.add(leaf);
    }
    tree = new TreeOfLeaves(leaves);
  }

  @Test
  void everyRootIsTheDefinitions() {
    for (int size = 0; size <= SIZES; size++) {
      assertThat(tree.roots.get(size)).isEqualTo(NaiveTree.root(leaves.subList(0, size)));
      assertThat(CompactRange.load(size, tree).root()).isEqualTo(tree.roots.get(size));
    }
    // A tree of n leaves has n leaf hashes and, for each complete pair of subtrees, one node.
    assertThat(tree.nodeCount()).isEqualTo(2 * SIZES - Integer.bitCount(SIZES));
  }

  @Test
  void everyInclusionPathIsTheDefinitionsAndVerifies() {
    for (int size = 1; size <= SIZES; size++) {
      for (int index = 0; index < size; index++) {
        List<byte[]> path = Proofs.inclusion(index, size, tree);
        assertThat(path)
            .usingElementComparator(java.util.Arrays::compare)
            .isEqualTo(NaiveTree.path(index, leaves.subList(0, size)));
        byte[] leaf = Hashing.leaf(leaves.get(index));
        assertThat(ProofCheck.inclusion(leaf, index, size, path, tree.roots.get(size))).isTrue();
      }
    }
  }

  @Test
  void everyConsistencyProofIsTheDefinitionsAndVerifies() {
    for (int size = 1; size <= SIZES; size++) {
      for (int old = 1; old <= size; old++) {
        List<byte[]> proof = Proofs.consistency(old, size, tree);
        assertThat(proof)
            .usingElementComparator(java.util.Arrays::compare)
            .isEqualTo(NaiveTree.proof(old, leaves.subList(0, size), true));
        byte[] before = tree.roots.get(old);
        assertThat(ProofCheck.consistency(old, before, size, tree.roots.get(size), proof)).isTrue();
      }
    }
  }

  @Test
  void noAlteredInclusionProofVerifies() {
    for (int round = 0; round < 2000; round++) {
      int size = 2 + random.nextInt(SIZES - 1);
      int index = random.nextInt(size);
      byte[] leaf = Hashing.leaf(leaves.get(index));
      byte[] root = tree.roots.get(size);
      List<byte[]> path = new ArrayList<>(Proofs.inclusion(index, size, tree));
      int wrongIndex = (index + 1 + random.nextInt(size - 1)) % size;
      assertThat(ProofCheck.inclusion(leaf, wrongIndex, size, path, root)).isFalse();
      assertThat(ProofCheck.inclusion(leaf, index, size, flipped(path), root)).isFalse();
      assertThat(ProofCheck.inclusion(flip(leaf), index, size, path, root)).isFalse();
      path.add(leaf);
      assertThat(ProofCheck.inclusion(leaf, index, size, path, root)).isFalse();
      path.removeLast();
      path.removeLast();
      assertThat(ProofCheck.inclusion(leaf, index, size, path, root)).isFalse();
    }
  }

  @Test
  void noAlteredConsistencyProofVerifies() {
    for (int round = 0; round < 2000; round++) {
      int size = 2 + random.nextInt(SIZES - 1);
      int old = 1 + random.nextInt(size - 1);
      byte[] before = tree.roots.get(old);
      byte[] after = tree.roots.get(size);
      List<byte[]> proof = new ArrayList<>(Proofs.consistency(old, size, tree));
      assertThat(ProofCheck.consistency(old, flip(before), size, after, proof)).isFalse();
      assertThat(ProofCheck.consistency(old, before, size, flip(after), proof)).isFalse();
      assertThat(ProofCheck.consistency(old, before, size, after, flipped(proof))).isFalse();
      proof.add(after);
      assertThat(ProofCheck.consistency(old, before, size, after, proof)).isFalse();
      proof.removeLast();
      proof.removeLast();
      assertThat(ProofCheck.consistency(old, before, size, after, proof)).isFalse();
    }
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    byte[] leaf = Hashing.leaf(leaves.getFirst());
    byte[] one = tree.roots.get(1);
    byte[] two = tree.roots.get(2);
    assertThat(ProofCheck.inclusion(leaf, 0, 1, List.of(), one)).isTrue();
    assertThat(ProofCheck.inclusion(leaf, 1, 1, List.of(), one)).isFalse();
    assertThat(ProofCheck.inclusion(leaf, -1, 1, List.of(), one)).isFalse();
    assertThat(ProofCheck.consistency(1, one, 1, one, List.of())).isTrue();
    assertThat(ProofCheck.consistency(1, one, 1, one, List.of(leaf))).isFalse();
    assertThat(ProofCheck.consistency(1, one, 1, two, List.of())).isFalse();
    assertThat(ProofCheck.consistency(0, Hashing.emptyRoot(), 1, one, List.of(one))).isFalse();
    assertThat(ProofCheck.consistency(2, two, 1, two, List.of())).isFalse();
    assertThat(ProofCheck.consistency(3, tree.roots.get(3), 4, tree.roots.get(4), List.of()))
        .isFalse();
  }

  private List<byte[]> flipped(List<byte[]> proof) {
    List<byte[]> changed = new ArrayList<>(proof);
    int at = random.nextInt(changed.size());
    changed.set(at, flip(changed.get(at)));
    return changed;
  }

  private byte[] flip(byte[] hash) {
    byte[] changed = hash.clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }
}
