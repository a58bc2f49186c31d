package io.quarry.api.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request's path taken apart without decoding it. It is read as sent: dot segments are not
 * resolved, so that no proxy and no router can disagree with this class about which namespace is
 * meant.
 *
 * @param namespace {@code tenant/namespace}, the key into the route table
 * @param record the record id as it stands in the path, null for the collection
 * @param item the item's key as it stands in the path, null for the record
 */
record DataPath(String namespace, @Nullable String record, @Nullable String item) {
    static final String ROOT = "/data/";
    private static final String KEY_VALUE = "/data/v1/kv/";

    /** Null when no data route has this form. */
    static @Nullable DataPath parse(String path) {
        if (!path.startsWith(KEY_VALUE)) {
            return null;
        }
        var tenantEnds = path.indexOf('/', KEY_VALUE.length());
        var namespaceEnds = tenantEnds < 0 ? -1 : path.indexOf('/', tenantEnds + 1);
        if (namespaceEnds < 0 || !path.startsWith("records", namespaceEnds + 1)) {
            return null;
        }
        var namespace = path.substring(KEY_VALUE.length(), namespaceEnds);
        var recordsEnd = namespaceEnds + 1 + "records".length();
        if (recordsEnd == path.length()) {
            return new DataPath(namespace, null, null);
        }
        if (path.charAt(recordsEnd) != '/') {
            return null;
        }
        var recordEnds = path.indexOf('/', recordsEnd + 1);
        if (recordEnds < 0) {
            return new DataPath(namespace, path.substring(recordsEnd + 1), null);
        }
        var record = path.substring(recordsEnd + 1, recordEnds);
        if (!path.startsWith("items/", recordEnds + 1)) {
            return null;
        }
        var item = path.substring(recordEnds + 1 + "items/".length());
        return item.indexOf('/') < 0 ? new DataPath(namespace, record, item) : null;
    }

    String recordSegment() {
        return Objects.requireNonNull(record, "the path has no record");
    }

    String itemSegment() {
        return Objects.requireNonNull(item, "the path has no item");
    }
}
