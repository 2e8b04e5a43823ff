@NullMarked
package io.quantumvault.control.trial;

import org.jspecify.annotations.NullMarked;
