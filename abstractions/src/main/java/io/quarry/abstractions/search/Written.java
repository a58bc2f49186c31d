package io.quarry.abstractions.search;

import io.quarry.abstractions.token.Token;

/** One write of a batch, which was carried out or lost to a newer one. */
public record Written(String id, Token token) {}
