/** What a person who runs the system relies on. */
@NullMarked
package io.quantumvault.acceptance.tests;

import org.jspecify.annotations.NullMarked;
