package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.stack.Engine;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Shards;
import io.quarry.local.stack.Stack;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every server that a stack can have. */
public final class Servers {
    private Servers() {}

    /** The stores of these engines and what surrounds them: other people's programs. */
    public static List<Server> others(Stack stack, Secrets secrets, Set<Engine> engines) {
        Artifacts artifacts = new Artifacts(stack);
        return Stream.concat(
                        Stream.of(
                                new Postgresql(stack, secrets),
                                new Kafka(stack, artifacts),
                                new Keycloak(stack, secrets, artifacts)),
                        engines.stream()
                                .map(engine -> Shards.first(stack, engine))
                                .flatMap(shard -> ofShard(stack, secrets, shard).stream()))
                .toList();
    }

    /** The processes of one shard. */
    public static List<Server> ofShard(Stack stack, Secrets secrets, Shard shard) {
        Artifacts artifacts = new Artifacts(stack);
        return switch (shard.engine()) {
            case CASSANDRA -> List.of(new Cassandra(stack, secrets, artifacts, shard));
            case ELASTICSEARCH -> List.of(new Elasticsearch(stack, secrets, artifacts, shard));
            case MEMCACHED -> memcached(stack, shard);
            case S3 -> List.of(new S3(stack, secrets, artifacts, shard));
            case POSTGRESQL -> List.of(new PostgresqlTenants(stack, secrets, shard));
        };
    }

    /** Where there are several, each is a node by number. */
    private static List<Server> memcached(Stack stack, Shard shard) {
        List<Integer> ports = shard.ports();
        if (ports.size() == 1) {
            return List.of(new Memcached(stack, shard.server(), ports.getFirst()));
        }
        return IntStream.range(0, ports.size())
                .<Server>mapToObj(
                        node ->
                                new Memcached(
                                        stack,
                                        shard.server() + "-node-" + (node + 1),
                                        ports.get(node)))
                .toList();
    }

    /** Whether a shard that is added may bear this name: no server and no first shard does. */
    public static boolean isFree(String id, List<? extends Server> servers) {
        return servers.stream().noneMatch(server -> server.name().equals(id))
                && Stream.of(Engine.values()).noneMatch(engine -> id.equals(engine.word() + "-1"));
    }

    /** Our own services. */
    public static List<Service> services(Stack stack, Secrets secrets) {
        return List.of(
                Service.platformApi(stack, secrets), Service.provisioningWorker(stack, secrets));
    }
}
