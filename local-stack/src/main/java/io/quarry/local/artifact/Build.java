package io.quarry.local.artifact;

import io.quarry.local.server.Folders;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Our own services, built from this checkout when their sources changed. What runs is a copy in the
 * cache, named by the sources' hash: a later build cannot pull jars from under a running process,
 * and a process knows which build it runs.
 */
public final class Build {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /** The modules whose sources end up in a service. */
    private static final List<String> SOURCES =
            List.of(
                    "pom.xml",
                    "stores/pom.xml",
                    "stores/src/main",
                    "abstractions/pom.xml",
                    "abstractions/src/main",
                    "metadata/pom.xml",
                    "metadata/src/main",
                    "platform-api/pom.xml",
                    "platform-api/src/main",
                    "provisioning-worker/pom.xml",
                    "provisioning-worker/src/main",
                    "docs/problems",
                    "admin-ui");

    private static final Set<String> NOT_SOURCES =
            Set.of(
                    "node_modules",
                    "dist",
                    "target",
                    "coverage",
                    "test-results",
                    "playwright-report",
                    "e2e",
                    ".vite");

    private final Stack stack;

    public Build(Stack stack) {
        this.stack = stack;
    }

    /** A hash of all sources of the services: paths and contents. */
    public String version() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : sources()) {
                digest.update(
                        stack.checkout()
                                .relativize(file)
                                .toString()
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder that a module's build of this version is run from. */
    public Path folder(String module, String version) {
        return stack.cache().resolve("services").resolve(version).resolve(module);
    }

    public boolean ready(String version) {
        return Files.isDirectory(stack.cache().resolve("services").resolve(version));
    }

    /** Builds both services, unless this version is there already. */
    public void ensure(String version, List<String> modules)
            throws IOException, InterruptedException {
        // the file's lock is between processes only: a second one in this process is an error
        ONE_AT_A_TIME.lockInterruptibly();
        try {
            alone(version, modules);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private void alone(String version, List<String> modules)
            throws IOException, InterruptedException {
        Files.createDirectories(stack.cache());
        Path lock = stack.cache().resolve("services.lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Objects.requireNonNull(held);
            if (ready(version)) {
                return;
            }
            new Artifacts.Maven(stack.checkout())
                    .run(
                            List.of(
                                    "-Dmaven.test.skip=true",
                                    "-pl",
                                    String.join(",", modules),
                                    "-am",
                                    "package"));
            adopt(version, modules);
        }
    }

    /** Copies what {@code target} holds to where it is run from. */
    private void adopt(String version, List<String> modules) throws IOException {
        Path folder = stack.cache().resolve("services").resolve(version);
        Path fresh = folder.resolveSibling(version + ".part");
        Folders.delete(fresh);
        for (String module : modules) {
            copy(
                    stack.checkout().resolve(module).resolve("target/quarkus-app"),
                    fresh.resolve(module));
        }
        removeOld(Objects.requireNonNull(folder.getParent()), 3);
        Files.move(fresh, folder);
    }

    private static void removeOld(Path services, int keep) throws IOException {
        List<Path> builds = new ArrayList<>();
        try (Stream<Path> all = Files.list(services)) {
            all.filter(path -> !path.toString().endsWith(".part")).forEach(builds::add);
        }
        builds.sort(java.util.Comparator.comparing(path -> path.toFile().lastModified()));
        for (Path old : builds.subList(0, Math.max(0, builds.size() - keep))) {
            Folders.delete(old);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(source).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                if (!Files.isDirectory(source)) {
                    Files.copy(source, target);
                }
            }
        }
    }

    private List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : SOURCES) {
            Path start = stack.checkout().resolve(source);
            if (Files.exists(start)) {
                Files.walkFileTree(
                        start,
                        new SimpleFileVisitor<>() {
                            @Override
                            public FileVisitResult preVisitDirectory(
                                    Path folder, BasicFileAttributes attributes) {
                                String name =
                                        Objects.requireNonNull(folder.getFileName()).toString();
                                return NOT_SOURCES.contains(name)
                                        ? FileVisitResult.SKIP_SUBTREE
                                        : FileVisitResult.CONTINUE;
                            }

                            @Override
                            public FileVisitResult visitFile(
                                    Path file, BasicFileAttributes attributes) {
                                files.add(file);
                                return FileVisitResult.CONTINUE;
                            }
                        });
            }
        }
        files.sort(null);
        return files;
    }
}
