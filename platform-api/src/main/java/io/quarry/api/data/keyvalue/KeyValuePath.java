package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataPath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * @param record the record id as it stands in the path, null for the collection
 * @param item the item's key as it stands in the path, null for the record
 */
record KeyValuePath(@Nullable String record, @Nullable String item) implements DataPath {
    static final String ROOT = "/data/v1/kv/";
    private static final String RECORDS = "/records";
    private static final String ITEMS = "items/";

    /** The forms below a namespace. */
    enum Form implements DataCall.Shape {
        RECORDS(KeyValuePath.RECORDS),
        RECORD(KeyValuePath.RECORDS + "/{id}"),
        ITEM(KeyValuePath.RECORDS + "/{id}/items/{key}");

        private final String template;

        Form(String below) {
            this.template = ROOT + "{tenant}/{namespace}" + below;
        }

        @Override
        public String template() {
            return template;
        }
    }

    static @Nullable KeyValuePath parse(String rest) {
        if (!rest.startsWith(RECORDS)) {
            return null;
        }
        var recordsEnd = RECORDS.length();
        if (recordsEnd == rest.length()) {
            return new KeyValuePath(null, null);
        }
        if (rest.charAt(recordsEnd) != '/') {
            return null;
        }
        var recordEnds = rest.indexOf('/', recordsEnd + 1);
        if (recordEnds < 0) {
            return new KeyValuePath(rest.substring(recordsEnd + 1), null);
        }
        var record = rest.substring(recordsEnd + 1, recordEnds);
        if (!rest.startsWith(ITEMS, recordEnds + 1)) {
            return null;
        }
        var item = rest.substring(recordEnds + 1 + ITEMS.length());
        return item.indexOf('/') < 0 ? new KeyValuePath(record, item) : null;
    }

    @Override
    public DataCall.Shape shape() {
        return record == null ? Form.RECORDS : item == null ? Form.RECORD : Form.ITEM;
    }

    String recordSegment() {
        return Objects.requireNonNull(record, "the path has no record");
    }

    String itemSegment() {
        return Objects.requireNonNull(item, "the path has no item");
    }
}
