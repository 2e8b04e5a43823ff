/**
 * The main job, shown: an owner enrols, grants, and real alerts trade or are refused, each for its
 * reason.
 */
@NullMarked
package io.quantumvault.standalone.demo;

import org.jspecify.annotations.NullMarked;
