package io.quarry.api.data.search;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataPath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * @param id the document's id as it stands in the path, null where the path names none
 */
record SearchPath(Form form, @Nullable String id) implements DataPath {
    static final String ROOT = "/data/v1/search/";
    private static final String DOCUMENTS = "/documents/";
    private static final String BULK = "/documents:bulk";
    private static final String QUERY = ":query";

    /** The forms below a namespace. */
    enum Form implements DataCall.Shape {
        DOCUMENT(DOCUMENTS + "{id}"),
        BATCH(BULK),
        SEARCH(QUERY);

        private final String template;

        Form(String below) {
            this.template = ROOT + "{tenant}/{namespace}" + below;
        }

        @Override
        public String template() {
            return template;
        }
    }

    static @Nullable SearchPath parse(String rest) {
        if (rest.equals(QUERY)) {
            return new SearchPath(Form.SEARCH, null);
        }
        if (rest.equals(BULK)) {
            return new SearchPath(Form.BATCH, null);
        }
        if (!rest.startsWith(DOCUMENTS)) {
            return null;
        }
        var id = rest.substring(DOCUMENTS.length());
        return id.indexOf('/') < 0 ? new SearchPath(Form.DOCUMENT, id) : null;
    }

    @Override
    public DataCall.Shape shape() {
        return form;
    }

    String idSegment() {
        return Objects.requireNonNull(id, "the path has no id");
    }
}
