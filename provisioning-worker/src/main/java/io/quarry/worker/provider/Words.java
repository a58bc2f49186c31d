package io.quarry.worker.provider;

import java.util.Optional;

/** What people are told of the program's words: a sentence, not a log. */
final class Words {
    private static final int MOST = 300;

    /** Before each line in which the program speaks for itself. */
    private static final String SPEAKER = "quarry: ";

    private Words() {}

    /**
     * Why the program failed: the last line in which it speaks for itself, or the first that there
     * is; what follows either is the end of a log, or a stack.
     */
    static String reason(String told) {
        Optional<String> spoken =
                told.lines()
                        .filter(line -> line.startsWith(SPEAKER))
                        .reduce((_, line) -> line)
                        .map(line -> line.substring(SPEAKER.length()));
        return brief(
                spoken.or(() -> told.lines().filter(line -> !line.isBlank()).findFirst())
                        .orElse("it said nothing"));
    }

    static String brief(String text) {
        String line = text.strip();
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }
}
