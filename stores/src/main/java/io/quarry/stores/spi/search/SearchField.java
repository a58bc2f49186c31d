package io.quarry.stores.spi.search;

import org.jspecify.annotations.Nullable;

/**
 * A field of documents that can be searched.
 *
 * @param analyzer by the name that Elasticsearch has for it, of text only; null for its default
 * @param dimensions of a dense vector, and null of every other type
 */
public record SearchField(
        String name, Type type, @Nullable String analyzer, @Nullable Integer dimensions) {

    /** In Elasticsearch's own words. */
    public enum Type {
        KEYWORD("keyword"),
        TEXT("text"),
        LONG("long"),
        DOUBLE("double"),
        DATE("date"),
        BOOLEAN("boolean"),
        GEO_POINT("geo_point"),
        DENSE_VECTOR("dense_vector");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * @throws IllegalArgumentException where analyzer or dimensions do not go with the type
     */
    public SearchField {
        if (analyzer != null && type != Type.TEXT) {
            throw new IllegalArgumentException(name + " is not text, and has an analyzer");
        }
        if ((dimensions != null) != (type == Type.DENSE_VECTOR)) {
            throw new IllegalArgumentException(
                    name + " must have dimensions if it is a vector, and none if not");
        }
    }

    /** Of a type that has nothing else to say. */
    public static SearchField of(String name, Type type) {
        return new SearchField(name, type, null, null);
    }
}
