package io.quarry.metadata.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a change made of a resource, as people see it: what they may write of it, and never a
 * secret.
 *
 * @param before null where there was none
 * @param after null where there is none
 * @param operation what carries the change out, or null for one that is done already
 */
public record Change(@Nullable Object before, @Nullable Object after, @Nullable UUID operation) {
    /** For an act that leaves the resource as it is. */
    public static final Change NONE = new Change(null, null, null);

    public static Change created(Object after) {
        return new Change(null, after, null);
    }

    public static Change replaced(Object before, Object after) {
        return new Change(before, after, null);
    }

    public static Change removed(Object before) {
        return new Change(before, null, null);
    }

    /** The same, carried out by that operation. */
    public Change by(@Nullable UUID carrier) {
        return new Change(before, after, carrier);
    }
}
