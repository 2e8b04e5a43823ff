/** What owners see of their own trades. */
@NullMarked
package io.quantumvault.control.activity;

import org.jspecify.annotations.NullMarked;
