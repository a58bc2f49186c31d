package io.quarry.local.server;

import io.quarry.local.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What this machine has: who we are, its JDKs, and its PostgreSQL. */
final class Machine {
    private Machine() {}

    static boolean root() {
        try {
            return (int)
                            Files.getAttribute(
                                    Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    == 0;
        } catch (IOException e) {
            throw new StackException("cannot read /proc/self: " + e.getMessage(), e);
        }
    }

    /**
     * For programs that refuse to be root. That user may not enter our folders' parents, so it is
     * given the right to read them.
     */
    static List<String> asOwner(String user, List<String> command) {
        if (!root()) {
            return command;
        }
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=" + user,
                                "--clear-groups",
                                "--inh-caps=+dac_read_search",
                                "--ambient-caps=+dac_read_search"));
        all.addAll(command);
        return all;
    }

    /** The JVM that runs this program: JDK 25. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Cassandra runs on 17 only. */
    static String java17() {
        String given = System.getenv("QUARRY_JAVA17_HOME");
        if (given != null) {
            return Path.of(given, "bin", "java").toString();
        }
        for (Path home : list(Path.of("/usr/lib/jvm"), "*17*")) {
            if (Files.isExecutable(home.resolve("bin/java"))) {
                return home.resolve("bin/java").toString();
            }
        }
        throw new StackException(
                "JDK 17, which Cassandra needs, is missing: install openjdk-17-jdk-headless or set QUARRY_JAVA17_HOME");
    }

    /**
     * The folder with PostgreSQL's programs: of the data's version where there is data, else the
     * newest.
     */
    static Path postgresql(Path data) throws IOException {
        Path version = data.resolve("PG_VERSION");
        String wanted = Files.exists(version) ? Files.readString(version).trim() : "*";
        return list(Path.of("/usr/lib/postgresql"), wanted).stream()
                .map(folder -> folder.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .reduce((older, newer) -> newer)
                .orElseThrow(
                        () ->
                                new StackException(
                                        "PostgreSQL"
                                                + (wanted.equals("*")
                                                        ? ""
                                                        : " "
                                                                + wanted
                                                                + ", which wrote "
                                                                + data
                                                                + ",")
                                                + " is missing: install the package postgresql"));
    }

    /** A template of this package's resources, its {@code @name@} marks replaced. */
    static String template(String resource, Map<String, String> marks) throws IOException {
        try (InputStream stream = Machine.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in the build");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> mark : marks.entrySet()) {
                text = text.replace("@" + mark.getKey() + "@", mark.getValue());
            }
            return text;
        }
    }

    /** Leaves a file that only its owner can read from the moment it exists. */
    static void secretFile(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** A program that this machine must have, by the package that brings it. */
    static String program(String name, String debian) {
        return java.util.stream.Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(
                        () ->
                                new StackException(
                                        name + " is missing: install the package " + debian));
    }

    private static List<Path> list(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, pattern)) {
                paths.forEach(found::add);
            } catch (IOException e) {
                throw new StackException("cannot list " + folder + ": " + e.getMessage(), e);
            }
        }
        found.sort(null);
        return found;
    }
}
