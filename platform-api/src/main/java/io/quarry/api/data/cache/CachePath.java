package io.quarry.api.data.cache;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataPath;
import org.jspecify.annotations.Nullable;

/**
 * @param key as it stands in the path; empty where the path has none
 */
record CachePath(Form shape, String key) implements DataPath {
    static final String ROOT = "/data/v1/cache/";
    private static final String ENTRIES = "/entries";

    /** The forms below a namespace. */
    enum Form implements DataCall.Shape {
        ENTRY("/{key}"),
        GET(":get"),
        INCREMENT(":increment");

        private final String behind;

        Form(String behind) {
            this.behind = behind;
        }

        @Override
        public String template() {
            return ROOT + "{tenant}/{namespace}" + ENTRIES + behind;
        }
    }

    static @Nullable CachePath parse(String rest) {
        if (!rest.startsWith(ENTRIES)) {
            return null;
        }
        var behind = rest.substring(ENTRIES.length());
        if (behind.startsWith("/")) {
            return behind.indexOf('/', 1) < 0
                    ? new CachePath(Form.ENTRY, behind.substring(1))
                    : null;
        }
        if (behind.equals(Form.GET.behind)) {
            return new CachePath(Form.GET, "");
        }
        return behind.equals(Form.INCREMENT.behind) ? new CachePath(Form.INCREMENT, "") : null;
    }
}
