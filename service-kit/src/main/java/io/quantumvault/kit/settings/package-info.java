/** The settings that services share, and how a wrong one is refused. */
@NullMarked
package io.quantumvault.kit.settings;

import org.jspecify.annotations.NullMarked;
