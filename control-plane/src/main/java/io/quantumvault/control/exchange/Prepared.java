package io.quantumvault.control.exchange;

import io.quantumvault.schemas.text.Binding;

/** What the text will say, and what the challenge keeps beside it. */
public record Prepared(Binding binding, Bound bound) {}
