/** What tests and operators tell a paper chain to do wrong, typed and as text. */
@NullMarked
package io.quantumvault.paper.control;

import org.jspecify.annotations.NullMarked;
