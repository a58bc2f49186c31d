package io.quarry.local.stack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.StackException;
import io.quarry.local.process.Ports;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which shards a stack has: the first of each engine, and those that were added one by one, which
 * are remembered in a small file each.
 */
public final class Shards {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAMES = "[a-z][a-z0-9-]{0,62}";

    /** Ports of the shards that were added, in pairs from here on. */
    private static final int FIRST_PORT = 12_000;

    private static final int PAIRS = 100;

    private final Stack stack;
    private final Path folder;

    public Shards(Stack stack) {
        this.stack = stack;
        this.folder = stack.home().resolve("shards");
    }

    /**
     * A shard that was added.
     *
     * @param pair which ports it has
     * @param wanted false once it was stopped: {@code up} leaves it stopped
     */
    public record Added(String id, Engine engine, int pair, boolean wanted) {}

    /** The first shard of each engine that the stack was asked for. */
    public static List<Shard> first(Stack stack) {
        return stack.engines().stream().map(engine -> first(stack, engine)).toList();
    }

    /** The shard of the engine that {@code up} starts. */
    public static Shard first(Stack stack, Engine engine) {
        String server =
                switch (engine) {
                    case CASSANDRA, ELASTICSEARCH, MEMCACHED, S3 -> engine.word();
                    // beside the one that holds the metadata
                    case POSTGRESQL -> "postgresql-tenants";
                };
        List<Port> ports =
                switch (engine) {
                    case CASSANDRA -> List.of(Port.CASSANDRA, Port.CASSANDRA_STORAGE);
                    case ELASTICSEARCH -> List.of(Port.ELASTICSEARCH, Port.ELASTICSEARCH_TRANSPORT);
                    case MEMCACHED -> List.of(Port.MEMCACHED_1, Port.MEMCACHED_2, Port.MEMCACHED_3);
                    case S3 -> List.of(Port.S3);
                    case POSTGRESQL -> List.of(Port.POSTGRESQL_TENANTS);
                };
        return new Shard(
                engine.word() + "-1", engine, server, ports.stream().map(stack::port).toList());
    }

    public List<Added> added() throws IOException {
        List<Added> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                for (Path file : files) {
                    all.add(JSON.readValue(file.toFile(), Added.class));
                }
            }
        }
        all.sort(java.util.Comparator.comparing(Added::id));
        return all;
    }

    public Optional<Added> find(String id) throws IOException {
        return added().stream().filter(added -> added.id().equals(id)).findFirst();
    }

    public Shard shard(Added added) {
        int port = stack.offset() + FIRST_PORT + 2 * added.pair();
        return new Shard(
                added.id(),
                added.engine(),
                added.id(),
                IntStream.range(port, port + added.engine().ports()).boxed().toList());
    }

    /**
     * @throws StackException unless a shard that is added may have that id
     */
    public static void check(String id) {
        if (!id.matches(NAMES)) {
            throw new StackException("'" + id + "' is no name for a shard: it must match " + NAMES);
        }
    }

    /** Remembers a shard under the id, as wanted; one that is there keeps its ports. */
    public Added add(String id, Engine engine) throws IOException {
        check(id);
        try (Lock _ = Lock.of(stack.home().resolve("locks/shards"))) {
            List<Added> all = added();
            Optional<Added> same = all.stream().filter(one -> one.id().equals(id)).findFirst();
            if (same.isPresent() && same.get().engine() != engine) {
                throw new StackException(
                        "shard " + id + " is of " + same.get().engine().word() + " already");
            }
            int pair = same.isPresent() ? same.get().pair() : freePair(all);
            return write(new Added(id, engine, pair, true));
        }
    }

    public void stopped(Added added) throws IOException {
        write(new Added(added.id(), added.engine(), added.pair(), false));
    }

    public void remove(Added added) throws IOException {
        Files.deleteIfExists(file(added.id()));
    }

    /**
     * Not one that was given lately: who still knows a shard that is gone must not find another in
     * its place.
     */
    private int freePair(List<Added> all) throws IOException {
        Path given = folder.resolve("last-pair");
        int next = Files.exists(given) ? Integer.parseInt(Files.readString(given)) + 1 : 0;
        int pair = freePair(all, next);
        Files.createDirectories(folder);
        Files.writeString(given, Integer.toString(pair));
        return pair;
    }

    private int freePair(List<Added> all, int next) {
        return IntStream.range(next, next + PAIRS)
                .map(pair -> pair % PAIRS)
                .filter(pair -> all.stream().noneMatch(one -> one.pair() == pair))
                .filter(
                        pair ->
                                Stream.of(0, 1)
                                        .map(each -> stack.offset() + FIRST_PORT + 2 * pair + each)
                                        .allMatch(port -> Ports.holder(port).isEmpty()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StackException(
                                        "no ports are left for another shard: "
                                                + PAIRS
                                                + " pairs from "
                                                + (stack.offset() + FIRST_PORT)
                                                + " are in use"));
    }

    private Added write(Added added) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(added.id() + ".tmp");
        JSON.writeValue(fresh.toFile(), added);
        Files.move(
                fresh,
                file(added.id()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return added;
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }
}
