package io.quarry.local.artifact;

import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Server artifacts by Maven coordinates, resolved once. Maven runs in the cache, outside the
 * project, so that none of these libraries can reach a service's class path. What is complete was
 * renamed into place; a killed download leaves a folder that the next one replaces.
 */
public final class Artifacts {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

    private final Path cache;

    public Artifacts(Stack stack) {
        this.cache = stack.cache();
    }

    /** Where the libraries of these coordinates are, or will be. */
    public Path folder(String name, List<String> coordinates) {
        String version = coordinates.getFirst().split(":", -1)[2];
        return cache.resolve(
                name + "-" + version + "-" + Integer.toHexString(coordinates.hashCode()));
    }

    /** Fetches jars and all that they need at run time. */
    public void libraries(String name, List<String> coordinates)
            throws IOException, InterruptedException {
        once(
                folder(name, coordinates),
                fresh -> {
                    Path pom = fresh.resolveSibling(fresh.getFileName() + ".pom.xml");
                    Files.writeString(pom, pom(name, coordinates));
                    maven(
                            "-f",
                            pom.toString(),
                            PLUGIN + "copy-dependencies",
                            "-DincludeScope=runtime",
                            "-DoutputDirectory=" + fresh);
                    Files.delete(pom);
                });
    }

    /**
     * Fetches and unpacks a zip, and finishes it by {@code finish}, which gets the folder as it
     * will be named.
     */
    public void unpacked(Path folder, String coordinates, Step finish)
            throws IOException, InterruptedException {
        once(
                folder.resolveSibling(folder.getFileName() + "-zip"),
                fresh -> {
                    maven(
                            PLUGIN + "copy",
                            "-Dartifact=" + coordinates,
                            "-DoutputDirectory=" + fresh);
                    Path zip =
                            fresh.resolve(
                                    coordinates.split(":", -1)[1]
                                            + "-"
                                            + coordinates.split(":", -1)[2]
                                            + ".zip");
                    io.quarry.local.server.Folders.delete(folder);
                    unzip(zip, folder);
                    finish.run(folder);
                    Files.delete(zip);
                });
    }

    /** A step of making something in a folder. */
    @FunctionalInterface
    public interface Step {
        void run(Path folder) throws IOException, InterruptedException;
    }

    private void once(Path folder, Step make) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Objects.requireNonNull(held);
            if (!Files.isDirectory(folder)) {
                Path fresh = folder.resolveSibling(folder.getFileName() + ".part");
                io.quarry.local.server.Folders.delete(fresh);
                Files.createDirectories(fresh);
                make.run(fresh);
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private void maven(String... arguments) throws IOException, InterruptedException {
        new Maven(cache).run(List.of(arguments));
    }

    private static String pom(String name, List<String> coordinates) {
        String dependencies =
                coordinates.stream()
                        .map(each -> each.split(":", -1))
                        .map(
                                each ->
                                        "<dependency><groupId>"
                                                + each[0]
                                                + "</groupId><artifactId>"
                                                + each[1]
                                                + "</artifactId><version>"
                                                + each[2]
                                                + "</version></dependency>")
                        .collect(Collectors.joining("\n"));
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>io.quarry.cache</groupId><artifactId>%s</artifactId><version>1</version>
                <dependencies>%s</dependencies>
                </project>
                """
                .formatted(name, dependencies);
    }

    /** Leaves out the archive's one outer folder. */
    private static void unzip(Path zip, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                String inner = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path target = folder.resolve(inner).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(
                            zip + " holds a path outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(entries, target);
                }
            }
        }
    }

    /** Maven as the script found or fetched it. */
    record Maven(Path folder) {
        void run(List<String> arguments) throws IOException, InterruptedException {
            String program = System.getenv().getOrDefault("QUARRY_MVN", "mvn");
            List<String> command = new java.util.ArrayList<>(List.of(program, "-q", "-B"));
            command.addAll(arguments);
            Tool.run(
                    new Command(
                            command, Map.of("JAVA_HOME", System.getProperty("java.home")), folder),
                    "");
        }
    }
}
