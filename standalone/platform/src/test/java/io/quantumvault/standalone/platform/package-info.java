/** What the platform promises, tried on real servers. */
@NullMarked
package io.quantumvault.standalone.platform;

import org.jspecify.annotations.NullMarked;
