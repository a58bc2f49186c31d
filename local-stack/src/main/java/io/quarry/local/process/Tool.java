package io.quarry.local.process;

import io.quarry.local.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a program to its end, for what servers bring along only as programs (initdb, psql, Maven).
 */
public final class Tool {
    private Tool() {}

    /**
     * Its output. A failure's message holds the output's end, since that is where programs say why.
     */
    public static String run(Command command, String input)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("quarry", ".out");
        try {
            Process process =
                    command.builder()
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading; its exit code below tells whether that was well
            }
            int code = process.waitFor();
            String text = Files.readString(output);
            if (code != 0) {
                String program = command.arguments().getFirst();
                throw new StackException(program + " ended with " + code + ":\n" + tail(text));
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private static String tail(String text) {
        var lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
