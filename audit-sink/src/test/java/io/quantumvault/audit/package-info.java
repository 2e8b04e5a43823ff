@org.jspecify.annotations.NullMarked
package io.quantumvault.audit;
