/** Decides recorded alerts again, as they were or under another policy; writes nothing anywhere. */
@NullMarked
package io.quantumvault.standalone.replay;

import org.jspecify.annotations.NullMarked;
