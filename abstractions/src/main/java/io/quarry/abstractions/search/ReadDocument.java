package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.token.Token;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was written, but for the order of its members.
 *
 * @param expiresAt null means never
 */
public record ReadDocument(ObjectNode content, Token token, @Nullable Instant expiresAt) {}
