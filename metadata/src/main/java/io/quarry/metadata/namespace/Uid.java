package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A namespace's identity: 20 characters [a-z0-9], the first a letter; about 103 bits, never reused.
 */
public record Uid(@JsonValue String value) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LETTERS = 26;
    private static final int LENGTH = 20;
    public static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9]{19}");

    public Uid {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a uid is 20 characters [a-z0-9], the first a letter: " + value);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Uid of(String value) {
        return new Uid(value);
    }

    public static Uid random(RandomGenerator random) {
        StringBuilder uid =
                new StringBuilder(LENGTH).append(ALPHABET.charAt(random.nextInt(LETTERS)));
        while (uid.length() < LENGTH) {
            uid.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Uid(uid.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
