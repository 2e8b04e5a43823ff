/** Whether the trail is being written, for whoever runs the service. */
@org.jspecify.annotations.NullMarked
package io.quantumvault.audit.health;
