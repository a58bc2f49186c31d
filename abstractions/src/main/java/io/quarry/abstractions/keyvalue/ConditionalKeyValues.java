package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Standing;
import org.jspecify.annotations.Nullable;

/**
 * A namespace in which every write is a compare-and-set of one item on an explicit version. A write
 * answers the token that it carries, and may be repeated with that token: where it finds itself it
 * has succeeded. One whose condition does not hold is refused with {@link
 * KeyValueRefused.PreconditionFailed}.
 */
public final class ConditionalKeyValues extends KeyValueNamespace {
    private final ConditionalStore store;
    private final Tokens tokens;

    public ConditionalKeyValues(
            ConditionalStore store,
            NamespaceRef namespace,
            KeyValueSettings settings,
            Tokens tokens,
            PageTokens pageTokens) {
        super(store, namespace, settings, pageTokens);
        this.store = store;
        this.tokens = tokens;
    }

    /** Creates or replaces one item. */
    public Token put(
            Bytes record,
            NewItem item,
            Condition condition,
            @Nullable Token given,
            Deadline deadline) {
        checks().recordId(record);
        checks().item(item);
        return write(
                condition,
                given,
                token -> store.put(id(record), stored(item, token), condition, deadline));
    }

    /** Deletes the item that this token wrote. */
    public Token delete(
            Bytes record,
            Bytes key,
            Condition.Is condition,
            @Nullable Token given,
            Deadline deadline) {
        checks().recordId(record);
        checks().key(key);
        return write(
                condition,
                given,
                token -> store.delete(id(record), key, token.version(), condition, deadline));
    }

    private interface Write {
        Attempt under(Token token);
    }

    /**
     * A token of our own follows what is there, whichever gateway's clock wrote that; a caller's
     * own token stands as it is.
     */
    private Token write(Condition condition, @Nullable Token given, Write write) {
        Token token = tokens.accept(given);
        while (true) {
            switch (write.under(token)) {
                case Attempt.Done _ -> {
                    return token;
                }
                case Attempt.Refused(Standing found) -> {
                    boolean onlyLate = found != null && condition.holds(found);
                    if (given != null || !onlyLate) {
                        throw refusal(found, onlyLate);
                    }
                    token = new Token(found.version().generation() + 1, token.nonce());
                }
            }
        }
    }

    private static KeyValueRefused refusal(@Nullable Standing found, boolean onlyLate) {
        Token current = found == null || !found.live() ? null : Token.of(found.version());
        if (found != null && onlyLate) {
            return new KeyValueRefused.PreconditionFailed(
                    current,
                    "The token's generation is not above %d, the one that it would follow."
                            .formatted(found.version().generation()));
        }
        return new KeyValueRefused.PreconditionFailed(
                current,
                current == null
                        ? "There is no item under this key, or not any more."
                        : "The item was written by another token.");
    }
}
