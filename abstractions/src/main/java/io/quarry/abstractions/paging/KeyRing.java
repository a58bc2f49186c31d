package io.quarry.abstractions.paging;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign and check page tokens. All instances share one ring; keys are added before
 * they sign and taken away when no token of theirs can matter any more.
 *
 * @param keys at least one, with different ids
 */
public record KeyRing(List<SigningKey> keys) {
    /**
     * @throws IllegalArgumentException where there is no key, or two have the same id
     */
    public KeyRing {
        keys =
                keys.stream()
                        .sorted(
                                Comparator.comparing(SigningKey::activeFrom)
                                        .thenComparing(SigningKey::id))
                        .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a key ring without a key");
        }
        if (keys.stream().map(SigningKey::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two keys of the ring have the same id");
        }
    }

    /** The newest key that is active at {@code now}; the oldest where none is active yet. */
    public SigningKey signer(Instant now) {
        SigningKey signer = keys.getFirst();
        for (SigningKey key : keys) {
            if (!key.activeFrom().isAfter(now)) {
                signer = key;
            }
        }
        return signer;
    }

    /** The key with that id, or null where the ring has none. */
    public @Nullable SigningKey find(int id) {
        for (SigningKey key : keys) {
            if (key.id() == id) {
                return key;
            }
        }
        return null;
    }
}
