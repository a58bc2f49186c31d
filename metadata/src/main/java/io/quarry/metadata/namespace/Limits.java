package io.quarry.metadata.namespace;

/** What admission allows a namespace, over all gateways together; requests a second. */
public record Limits(double readsPerSecond, double writesPerSecond) {}
