/**
 * All logs together: what is appended, when it is signed, and what the outside copy must agree
 * with.
 */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.trail;
