package io.quarry.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.process.ProcessEntry;
import io.quarry.local.server.Folders;
import io.quarry.local.server.Server;
import io.quarry.local.server.Servers;
import io.quarry.local.stack.Engine;
import io.quarry.local.stack.Lock;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Shards;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The laptop's cloud: what the worker's {@code local} shard provider calls. Each call may be
 * repeated, and answers one line of JSON on standard output; a failure is told on standard error.
 */
@Command(
        name = "shard",
        description = "Starts, stops and removes one more shard of an engine, under a given id.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShardCommand {
    private static final String NOT_AFTER = "--not-after";
    private static final String TOO_LATE = "Changes nothing if its turn comes later than that.";

    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    /**
     * @param endpoints where clients find it, {@code host:port}
     * @param credentialRef under which the credentials file has its log-ins; null where the engine
     *     knows none
     * @param settings what clients need to know besides
     */
    record Answer(
            String id,
            String engine,
            String state,
            List<String> endpoints,
            @Nullable Long pid,
            @JsonProperty("credential_ref") @Nullable String credentialRef,
            Map<String, String> settings,
            String log) {}

    @Command(
            name = "start",
            description = "Leaves it running and answering; the same id again answers the same.")
    int start(
            @Option(names = NOT_AFTER, paramLabel = "INSTANT", description = TOO_LATE)
                    @Nullable Instant notAfter,
            @Parameters(paramLabel = "ENGINE") String engine,
            @Parameters(paramLabel = "ID") String id)
            throws IOException, InterruptedException {
        try (Lock _ = turn(id, notAfter)) {
            return start(engine, id);
        }
    }

    private int start(String engine, String id) throws IOException, InterruptedException {
        if (!Servers.isFree(id, quarry.others) || !Servers.isFree(id, quarry.services)) {
            throw new StackException("'" + id + "' is the name of a server that up starts");
        }
        Shard shard = quarry.shards.shard(quarry.shards.add(id, Engine.of(engine)));
        quarry.secrets.publish(shard);
        Server server = server(shard);
        server.fetch();
        quarry.starter.ensure(server);
        return say(shard, server);
    }

    @Command(name = "stop", description = "Ends it; its data stay, and up leaves it stopped.")
    int stop(@Parameters(paramLabel = "ID") String id) throws IOException, InterruptedException {
        try (Lock _ = turn(id, null)) {
            Shards.Added added = known(id);
            quarry.shards.stopped(added);
            Shard shard = quarry.shards.shard(added);
            Server server = server(shard);
            quarry.starter.stop(server);
            return say(shard, server);
        }
    }

    @Command(
            name = "purge",
            description =
                    "Ends it and removes its data, log and log-ins; fine where there is none.")
    int purge(
            @Option(names = NOT_AFTER, paramLabel = "INSTANT", description = TOO_LATE)
                    @Nullable Instant notAfter,
            @Parameters(paramLabel = "ID") String id)
            throws IOException, InterruptedException {
        try (Lock _ = turn(id, notAfter)) {
            return purge(id);
        }
    }

    private int purge(String id) throws IOException, InterruptedException {
        Optional<Shards.Added> added = quarry.shards.find(id);
        if (added.isPresent()) {
            Shard shard = quarry.shards.shard(added.get());
            quarry.starter.stop(server(shard));
            Folders.delete(quarry.stack.data(shard.server()));
            Files.deleteIfExists(quarry.stack.log(shard.server()));
            quarry.secrets.withdraw(shard);
            quarry.shards.remove(added.get());
        }
        spec.commandLine().getOut().println(json(Map.of("id", id, "state", "PURGED")));
        return 0;
    }

    /**
     * One call about an id at a time. A call that was left behind by whoever made it, and gets its
     * turn when another may have it in hand, changes nothing.
     */
    private Lock turn(String id, @Nullable Instant notAfter) throws IOException {
        Shards.check(id);
        Lock lock = Lock.of(quarry.stack.home().resolve("locks/calls/" + id));
        if (notAfter != null && Instant.now().isAfter(notAfter)) {
            lock.close();
            throw new StackException(
                    "the turn of this call about '" + id + "' came after " + notAfter);
        }
        return lock;
    }

    private Shards.Added known(String id) throws IOException {
        return quarry.shards
                .find(id)
                .orElseThrow(() -> new StackException("there is no shard '" + id + "'"));
    }

    private Server server(Shard shard) {
        return Servers.ofShard(quarry.stack, quarry.secrets, shard).getFirst();
    }

    private int say(Shard shard, Server server) throws IOException {
        Optional<ProcessEntry> live = quarry.table.findLive(server.name());
        Answer answer =
                new Answer(
                        shard.id(),
                        shard.engine().word(),
                        live.isPresent() ? "READY" : "STOPPED",
                        shard.endpoints(),
                        live.map(ProcessEntry::pid).orElse(null),
                        shard.engine().roles().isEmpty() ? null : shard.id(),
                        shard.engine().settings(),
                        quarry.stack.log(server.name()).toString());
        spec.commandLine().getOut().println(json(answer));
        return 0;
    }

    private static String json(Object answer) throws IOException {
        return JsonMapper.builder().build().writeValueAsString(answer);
    }
}
