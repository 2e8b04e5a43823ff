package io.quantumvault.signer.lane;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time per wallet, so that bots of one wallet do not wait for its row on a connection
 * each. Wallets share locks by chance; that costs waiting, never order.
 */
final class WalletTurns {
  private static final int LOCKS = 256;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  WalletTurns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** A turn, until it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  Turn take(String agentWallet) throws InterruptedException {
    var lock = locks[Math.floorMod(agentWallet.hashCode(), LOCKS)];
    lock.lockInterruptibly();
    return lock::unlock;
  }
}
