package io.quarry.stores.memory;

import io.quarry.stores.spi.search.SearchField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** What analyzers make of a text, for texts that do not try their corners. */
final class MemoryWords {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}']+");
    private static final Pattern NO_LETTER = Pattern.compile("\\P{L}+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private MemoryWords() {}

    static List<String> of(SearchField field, String text) {
        return switch (Objects.requireNonNullElse(field.analyzer(), "standard")) {
            case "keyword" -> List.of(text);
            case "whitespace" -> split(SPACE, text);
            case "simple" -> split(NO_LETTER, text.toLowerCase(Locale.ROOT));
            default -> split(NO_WORD, text.toLowerCase(Locale.ROOT));
        };
    }

    private static List<String> split(Pattern between, String text) {
        return Arrays.stream(between.split(text)).filter(word -> !word.isEmpty()).toList();
    }
}
