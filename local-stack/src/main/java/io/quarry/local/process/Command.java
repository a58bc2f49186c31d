package io.quarry.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to run.
 *
 * @param arguments the program by path and its arguments
 * @param environment variables beside PATH, HOME, LANG and TZ; nothing else is inherited
 * @param folder the working folder
 * @param version tells builds of the same command apart
 */
public record Command(
        List<String> arguments, Map<String, String> environment, Path folder, String version) {

    public Command(List<String> arguments, Map<String, String> environment, Path folder) {
        this(arguments, environment, folder, "");
    }

    /**
     * A hash: holds no secret in readable form, and changes when anything about the command does.
     */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text =
                    arguments + "\n" + new TreeMap<>(environment) + "\n" + folder + "\n" + version;
            return HexFormat.of()
                    .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts it in a session of its own, so that neither a terminal's end nor ours reaches it;
     * output is appended to the log.
     */
    public Process launch(Path log) throws IOException {
        ProcessBuilder builder = builder();
        builder.command().add(0, "setsid");
        return builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(new java.util.ArrayList<>(arguments));
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        for (String name : List.of("PATH", "HOME", "LANG", "TZ")) {
            if (inherited.containsKey(name)) {
                builder.environment().put(name, inherited.get(name));
            }
        }
        builder.environment().putAll(environment);
        return builder.directory(folder.toFile());
    }
}
