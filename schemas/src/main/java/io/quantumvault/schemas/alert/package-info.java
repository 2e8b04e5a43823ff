/** The messages that traders paste into their charts: what they send is what is read. */
@NullMarked
package io.quantumvault.schemas.alert;

import org.jspecify.annotations.NullMarked;
