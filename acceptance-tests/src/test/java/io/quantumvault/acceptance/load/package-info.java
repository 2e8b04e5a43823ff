/** What the load driver counts is counted right. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.acceptance.load;
