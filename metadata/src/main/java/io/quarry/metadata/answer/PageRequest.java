package io.quarry.metadata.answer;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a listing.
 *
 * @param limit rows wanted, at least 1; coerced to {@value #MAXIMUM}
 * @param pageToken what the page before answered, or null for the first page
 */
public record PageRequest(int limit, @Nullable String pageToken) {
    public static final int MAXIMUM = 500;
    public static final int DEFAULT = 100;

    /**
     * Keeps the listing's name, a digest of its filter and the last key apart; none of them
     * contains it.
     */
    private static final String SEPARATOR = "\n";

    public PageRequest {
        if (limit < 1) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    "limit must be at least 1",
                    List.of(new Violation("limit", "must be at least 1")));
        }
        limit = Math.min(limit, MAXIMUM);
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT, null);
    }

    /**
     * The key after which this page begins.
     *
     * @param listing names the listing and its filter; a token of another one is refused
     * @throws ProblemException PAGE_TOKEN_INVALID
     */
    public @Nullable String after(String listing) {
        if (pageToken == null) {
            return null;
        }
        String[] parts;
        try {
            parts =
                    new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8)
                            .split(SEPARATOR, -1);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        if (parts.length != 2 || !parts[0].equals(digest(listing)) || parts[1].indexOf('\0') >= 0) {
            throw invalid();
        }
        return parts[1];
    }

    /**
     * As {@link #after(String)}, for a key that is no text. A token is signed by nobody, so its key
     * may be anything.
     *
     * @param read throws IllegalArgumentException for what is no such key
     */
    public <K> @Nullable K after(String listing, Function<String, K> read) {
        String key = after(listing);
        try {
            return key == null ? null : read.apply(key);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** Makes a page of rows that were read with a limit one larger than this request's. */
    public <R, T> Listing<T> page(
            String listing, List<R> rows, Function<R, String> key, Function<R, T> view) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        String next = more ? token(listing, key.apply(kept.get(limit - 1))) : null;
        return new Listing<>(kept.stream().map(view).toList(), next);
    }

    private static String token(String listing, String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        (digest(listing) + SEPARATOR + last).getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String listing) {
        return Integer.toHexString(listing.hashCode());
    }

    private static ProblemException invalid() {
        return new ProblemException(
                ProblemCode.PAGE_TOKEN_INVALID,
                "page_token is not one that this listing gave",
                List.of(new Violation("page_token", "is not one that this listing gave")));
    }
}
