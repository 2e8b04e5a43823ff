/** Tests of the owner API, most of them through its real door. */
@NullMarked
package io.quantumvault.control;

import org.jspecify.annotations.NullMarked;
