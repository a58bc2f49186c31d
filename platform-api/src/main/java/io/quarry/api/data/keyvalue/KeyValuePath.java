package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataPath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * @param shape its form
 * @param record the record id as it stands in the path, null for the collection
 * @param item the item's key as it stands in the path, null for the record
 */
record KeyValuePath(Form shape, @Nullable String record, @Nullable String item)
        implements DataPath {
    static final String ROOT = "/data/v1/kv/";
    private static final String RECORDS = "/records";
    private static final String ITEMS = "items/";
    private static final String GET = ":get";

    /** The forms below a namespace. */
    enum Form implements DataCall.Shape {
        RECORDS(KeyValuePath.RECORDS),
        RECORDS_GET(KeyValuePath.RECORDS + KeyValuePath.GET),
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
            return new KeyValuePath(Form.RECORDS, null, null);
        }
        if (rest.startsWith(GET, recordsEnd)) {
            return rest.length() == recordsEnd + GET.length()
                    ? new KeyValuePath(Form.RECORDS_GET, null, null)
                    : null;
        }
        if (rest.charAt(recordsEnd) != '/') {
            return null;
        }
        var recordEnds = rest.indexOf('/', recordsEnd + 1);
        if (recordEnds < 0) {
            return new KeyValuePath(Form.RECORD, rest.substring(recordsEnd + 1), null);
        }
        var record = rest.substring(recordsEnd + 1, recordEnds);
        if (!rest.startsWith(ITEMS, recordEnds + 1)) {
            return null;
        }
        var item = rest.substring(recordEnds + 1 + ITEMS.length());
        return item.indexOf('/') < 0 ? new KeyValuePath(Form.ITEM, record, item) : null;
    }

    String recordSegment() {
        return Objects.requireNonNull(record, "the path has no record");
    }

    String itemSegment() {
        return Objects.requireNonNull(item, "the path has no item");
    }
}
