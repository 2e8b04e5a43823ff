@NullMarked
package io.quantumvault.standalone.replay;

import org.jspecify.annotations.NullMarked;
