package io.quantumvault.keys.kms;

/** Both directions; what a service may really do depends on the keys it was given. */
public interface KeyManagement extends KeyWrapping, KeyUnwrapping {}
