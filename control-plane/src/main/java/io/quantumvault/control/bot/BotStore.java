package io.quantumvault.control.bot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps bots and their policies. Every question names the owner; deleted bots do not exist. */
public interface BotStore {
  /** False when another bot has that venue account. */
  boolean insert(Bot bot);

  Optional<Bot> find(String owner, UUID id);

  List<Bot> list(String owner);

  int countOf(String agentWallet);

  void rename(UUID id, String name);

  void delete(UUID id, Instant at);

  /** Keeps a new version and gives its number, counted from 1. */
  long addPolicy(UUID id, byte[] policy, byte[] sha256, Instant at);

  Optional<PolicyVersion> policy(UUID id, long version);

  Optional<PolicyVersion> newestPolicy(UUID id);
}
