package io.quantumvault.control.exchange;

import java.util.UUID;

/** A living session of an owner: it proves who is asking and holds no key. */
public record SignedIn(UUID sessionId, String owner) {}
