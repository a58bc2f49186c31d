package io.quarry.metadata.kit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The plans by which PostgreSQL carried statements out, from its log: auto_explain tells them of
 * the very statements that the doors send, with what was bound to them. For the database's
 * superuser, and so for benchmarks on servers of their own.
 */
public final class Explained implements AutoCloseable {
    private final Jdbi superuser;
    private final Path log;

    private Explained(Jdbi superuser, Path log) {
        this.superuser = superuser;
        this.log = log;
    }

    /** Before the first connection of the doors: only later ones tell. */
    public static Explained begin() {
        Explained explained =
                new Explained(
                        Jdbi.create(
                                BackDoor.source(
                                        BackDoor.url(),
                                        "quarry_super",
                                        BackDoor.env("SUPERUSER_PASSWORD"))),
                        Path.of(
                                Objects.requireNonNull(System.getenv("QUARRY_HOME")),
                                "logs",
                                "postgresql.log"));
        explained.set("session_preload_libraries", "auto_explain");
        explained.set("auto_explain.log_analyze", "on");
        return explained;
    }

    /** As after some time of use. */
    public void analyze(String... tables) {
        for (String table : tables) {
            superuser.useHandle(handle -> handle.execute("VACUUM ANALYZE " + table));
        }
    }

    /** What the statements of this work were planned as. */
    public String plans(Runnable work) {
        try {
            set("auto_explain.log_min_duration", "0");
            long from = Files.size(log);
            work.run();
            set("auto_explain.log_min_duration", "-1");
            return read(from)
                    .lines()
                    .filter(line -> line.startsWith("\t"))
                    .map(line -> line.substring(1))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String read(long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Sessions read the file anew before their next statement. */
    private void set(String name, String value) {
        superuser.useHandle(
                handle -> {
                    int _ = handle.execute("ALTER SYSTEM SET " + name + " = '" + value + "'");
                    var _ =
                            handle.select("SELECT pg_reload_conf()::text")
                                    .mapTo(String.class)
                                    .one();
                });
    }

    @Override
    public void close() {
        superuser.useHandle(handle -> handle.execute("ALTER SYSTEM RESET ALL"));
    }
}
