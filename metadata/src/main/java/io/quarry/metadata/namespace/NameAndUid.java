package io.quarry.metadata.namespace;

/** Where a listing goes on: names are used again, uids never. */
record NameAndUid(String name, String uid) {
    String text() {
        return name + " " + uid;
    }

    /**
     * @throws IllegalArgumentException for what is no such key
     */
    static NameAndUid read(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException(text);
        }
        return new NameAndUid(text.substring(0, space), text.substring(space + 1));
    }
}
