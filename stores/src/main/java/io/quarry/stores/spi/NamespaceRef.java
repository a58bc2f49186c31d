package io.quarry.stores.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The structure that holds one namespace at one epoch. Neither is ever reused, so a structure that
 * was dropped never comes back under its name with other data.
 *
 * @param uid 20 characters [a-z0-9], the first a letter
 * @param epoch at least 1; rises with each change of placement
 */
public record NamespaceRef(String uid, int epoch) {
    private static final Pattern UID = Pattern.compile("[a-z][a-z0-9]{19}");
    private static final Pattern STRUCTURE =
            Pattern.compile("([a-z][a-z0-9]{19})_([1-9][0-9]{0,9})");

    /**
     * @throws IllegalArgumentException where uid or epoch is outside its range; since the name
     *     becomes part of statements, this check is also what keeps anything else out of them
     */
    public NamespaceRef {
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException("not a namespace uid: " + uid);
        }
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch must be at least 1: " + epoch);
        }
    }

    /** The name of the structure in stores that allow an underscore: {@code <uid>_<epoch>}. */
    public String structure() {
        return uid + "_" + epoch;
    }

    /** The inverse of {@link #structure()}, or null where the name is not one of ours. */
    public static @Nullable NamespaceRef ofStructure(String name) {
        Matcher matcher = STRUCTURE.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        long epoch = Long.parseLong(matcher.group(2));
        return epoch > Integer.MAX_VALUE ? null : new NamespaceRef(matcher.group(1), (int) epoch);
    }
}
