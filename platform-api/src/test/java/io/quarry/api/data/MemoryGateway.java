package io.quarry.api.data;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarry.api.admission.Admission;
import io.quarry.api.admission.AdmissionConfig;
import io.quarry.api.data.cache.CacheCalls;
import io.quarry.api.data.keyvalue.KeyValueCalls;
import io.quarry.api.data.search.SearchCalls;
import io.quarry.api.routes.RouteTable;
import io.quarry.api.routes.Samples;
import io.quarry.api.security.StateConfig;
import io.quarry.api.security.VerifiedToken;
import io.quarry.api.usage.Meter;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.CacheRoute;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The data routes over real HTTP with the store in memory. A token is the name of its principal;
 * "expired" and "bad" are refused as the verifier would.
 */
public final class MemoryGateway implements AutoCloseable {
    public static final String WRITER = "user:demo-developer";
    public static final String READER = "user:demo-viewer";
    public static final String STRANGER = "user:other-developer";

    /** Whose writes are conditional. */
    private static final long CONDITIONAL = 21;

    private final Vertx vertx = Vertx.vertx();
    private final RouteTable table = new RouteTable();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Meter usage =
            new Meter(UUID.randomUUID(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 1000);
    private final HttpServer server;

    public MemoryGateway(Path folder, UnaryOperator<KeyValueStore> around) throws Exception {
        this(folder, around, UnaryOperator.identity());
    }

    public MemoryGateway(
            Path folder,
            UnaryOperator<KeyValueStore> around,
            UnaryOperator<ConditionalStore> aroundConditional)
            throws Exception {
        var shard = new MemoryShard(Clock.systemUTC());
        var config = config(DataConfig.class, folder);
        var admissionConfig = config(AdmissionConfig.class, folder);
        StateConfig state = () -> folder;
        var opener =
                new Opener(
                        around.apply(shard.keyValue()),
                        aroundConditional.apply(shard.conditional()),
                        shard.search());
        var admission = new Admission(admissionConfig, table);
        var sessions =
                new ShardSessions(
                        List.of(opener, new CacheOpener(shard.cache())),
                        config,
                        admissionConfig,
                        meters,
                        table);
        var gate = new Gate(MemoryGateway::verify, table, sessions);
        var handover = new Handover(admission);
        var tokens = new DataTokens(state, config);
        List<Plug<?>> plugs =
                List.of(
                        new KeyValueCalls(handover, config, tokens, table),
                        new CacheCalls(handover, config, tokens, table),
                        new SearchCalls(handover, config, tokens, table));
        for (var uid = 1L; uid <= 3; uid++) {
            shard.provisioner()
                    .ensure(
                            new NamespaceRef(Samples.uid(uid).value(), 1),
                            Layout.keyValue(),
                            Deadline.after(Duration.ofSeconds(1)));
        }
        for (var uid = 11L; uid <= 12; uid++) {
            shard.ensureIndex(new NamespaceRef(Samples.uid(uid).value(), 1));
        }
        shard.provisioner()
                .ensure(
                        new NamespaceRef(Samples.uid(CONDITIONAL).value(), 1),
                        Layout.conditional(),
                        Deadline.after(Duration.ofSeconds(1)));
        grant();
        var router = Router.router(vertx);
        new DataRoutes(gate, plugs, sessions, usage).register(router);
        server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(0)
                                        .setMaxInitialLineLength(65536)
                                        .setMaxHeaderSize(65536))
                        .requestHandler(router)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get();
    }

    /** In memory, the opener and what it opens are one. */
    private record Opener(KeyValueStore keyValue, ConditionalStore conditional, SearchStore search)
            implements ShardOpener, ShardOpener.OpenShard {
        @Override
        public Engine engine() {
            return Engine.CASSANDRA;
        }

        @Override
        public OpenShard open(PlacementRoute placement) {
            return this;
        }

        @Override
        public void connect(Deadline deadline) {}

        @Override
        public void close() {}
    }

    private record CacheOpener(CacheStore cache) implements ShardOpener, ShardOpener.OpenShard {
        @Override
        public Engine engine() {
            return Engine.MEMCACHED;
        }

        @Override
        public OpenShard open(PlacementRoute placement) {
            return this;
        }

        @Override
        public void connect(Deadline deadline) {}

        @Override
        public void close() {}
    }

    private static <T> T config(Class<T> type, Path folder) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withDefaultValue("quarry.data.page-keys-file", folder.resolve("keys").toString())
                .withDefaultValue("quarry.admission.in-flight-per-shard", "8")
                .build()
                .getConfigMapping(type);
    }

    private void grant() {
        var fast = new Limits(100_000, 100_000);
        table.apply(
                Samples.grants(
                        "demo",
                        Map.of(
                                WRITER, Set.of(Role.TENANT_DEVELOPER),
                                READER, Set.of(Role.TENANT_VIEWER)),
                        1));
        table.apply(Samples.grants("other", Map.of(STRANGER, Set.of(Role.TENANT_DEVELOPER)), 2));
        table.apply(Samples.route(1, "demo", "profiles", NamespaceState.ACTIVE, 3, Map.of(), fast));
        table.apply(Samples.route(2, "demo", "orders", NamespaceState.ACTIVE, 4, Map.of(), fast));
        table.apply(Samples.searchRoute(11, "articles", 16, fast));
        table.apply(Samples.searchRoute(12, "books", 17, fast));
        table.apply(
                Samples.route(
                        3, "demo", "slow", NamespaceState.ACTIVE, 5, Map.of(), new Limits(1, 1)));
        table.apply(Samples.cache(4, "demo", "sessions", 6, fast, CacheRoute.FIRST));
        // as from before there were flushes
        table.apply(Samples.cache(5, "demo", "more-sessions", 7, fast, null));
        table.apply(
                Samples.route(
                        CONDITIONAL,
                        "demo",
                        "ledger",
                        NamespaceState.ACTIVE,
                        26,
                        Map.of(),
                        fast,
                        Writes.CONDITIONAL));
    }

    private static CompletionStage<VerifiedToken> verify(String token) {
        return switch (token) {
            case "expired" -> refused(ProblemCode.TOKEN_EXPIRED);
            case "bad" -> refused(ProblemCode.UNAUTHENTICATED);
            // as one whose signing key has to be fetched first
            case "late" -> CompletableFuture.supplyAsync(() -> verified(WRITER));
            default -> CompletableFuture.completedFuture(verified(token));
        };
    }

    private static VerifiedToken verified(String address) {
        return new VerifiedToken(
                new Principal("test", address, address), address, Instant.now().plusSeconds(60));
    }

    private static CompletionStage<VerifiedToken> refused(ProblemCode code) {
        return CompletableFuture.failedFuture(new ProblemException(code, "refused by the test"));
    }

    public DataClient client() {
        return new DataClient(
                URI.create("http://127.0.0.1:" + server.actualPort()), "demo/profiles", WRITER);
    }

    /** A writer of a cache. */
    public DataClient cacheClient() {
        return client().in("demo/sessions");
    }

    /** As its route says after so many flushes less one. */
    public void flushCache(long generation) {
        table.apply(
                Samples.cache(
                        4,
                        "demo",
                        "sessions",
                        6 + generation * 10,
                        new Limits(100_000, 100_000),
                        new CacheRoute(generation, 1)));
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    /** Of an hour that does not end. */
    public Meter usage() {
        return usage;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
