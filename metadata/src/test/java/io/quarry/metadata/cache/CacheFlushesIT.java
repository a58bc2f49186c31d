package io.quarry.metadata.cache;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.CacheRoute;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a flush leaves in the route and in the audit log. */
@QuarkusTest
class CacheFlushesIT {
    @Inject CacheFlushes flushes;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    private NamespaceId id = NamespaceId.of("unseeded", "sessions");
    private Uid uid = Uid.of("a2345678901234567890");

    @BeforeEach
    void aServedCache() {
        id = new NamespaceId(Seed.tenant(), "sessions");
        uid = Seed.namespace(id, Seed.shard(10), NamespaceState.ACTIVE);
        makeACache(uid);
        Revision _ = tenancy.call(id.tenant(), () -> routes.refresh(uid, NamespaceState.ACTIVE));
    }

    private static void makeACache(Uid uid) {
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET spec = jsonb_set(spec, '{abstraction}', '\"cache\"')"
                                + " WHERE uid = ?",
                        uid.value());
    }

    private Route route() {
        return routes.all().stream()
                .filter(record -> record.key().equals(uid.value()))
                .map(record -> ((RouteRecord.OfNamespace) record).route())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cache_4_a_flush_raises_the_generation_in_the_route_and_leaves_a_row() {
        Route before = route();
        assertThat(before.settings().cache()).isEqualTo(CacheRoute.FIRST);
        flushes.check(id);
        assertThat(route()).isEqualTo(before);
        assertThat(flushes.flush(id, ada())).isEqualTo(new CacheFlush(uid, 2));
        assertThat(route().settings().cache()).isEqualTo(new CacheRoute(2, 1));
        assertThat(route().revision()).isGreaterThan(before.revision());
        assertThat(
                        BackDoor.string(
                                "SELECT detail ->> 'generation' FROM audit WHERE action ="
                                        + " 'namespace.flush' AND tenant = ?",
                                id.tenant().name()))
                .isEqualTo("2");
    }

    @Test
    void flushes_at_the_same_moment_are_two_generations() throws Exception {
        List<Long> generations = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CacheFlush>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(threads.submit(() -> flushes.flush(id, ada())));
            }
            for (Future<CacheFlush> call : calls) {
                generations.add(call.get().generation());
            }
        }
        assertThat(generations)
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, 9).boxed().toList());
        assertThat(route().settings().cache()).isEqualTo(new CacheRoute(9, 1));
    }

    @Test
    void a_repeated_request_flushes_once() {
        IdempotencyKey key = new IdempotencyKey("key-" + uid, "POST :flush", "hash");
        CacheFlush first = flushes.flush(id, ada(key));
        assertThat(flushes.flush(id, ada(key))).isEqualTo(first);
        assertThat(route().settings().cache()).isEqualTo(new CacheRoute(2, 1));
    }

    @Test
    void a_gateway_behind_the_route_is_waited_for() {
        CacheFlush flush = flushes.flush(id, ada());
        String instance = "flush-" + uid;
        int _ =
                BackDoor.requests(
                        "@platform",
                        handle ->
                                handle.execute(
                                        "INSERT INTO instance (id, host, last_seen) VALUES (?,"
                                                + " 'localhost', clock_timestamp() + interval '1 hour')",
                                        instance));
        try {
            assertThat(flushes.awaiting(flush))
                    .anySatisfy(one -> assertThat(one).startsWith(instance + " (last seen "));
        } finally {
            int _ = BackDoor.run("DELETE FROM instance WHERE id = ?", instance);
        }
        assertThat(flushes.awaiting(flush)).noneMatch(one -> one.startsWith(instance));
    }

    @Test
    void what_is_no_cache_or_not_served_is_not_flushed() {
        NamespaceId orders = new NamespaceId(id.tenant(), "orders");
        Uid _ = Seed.namespace(orders, Seed.shard(10), NamespaceState.ACTIVE);
        assertThat(refusal(() -> flushes.flush(orders, ada())).code())
                .isEqualTo(ProblemCode.OTHER_ABSTRACTION);
        NamespaceId young = new NamespaceId(id.tenant(), "young");
        makeACache(Seed.namespace(young, Seed.shard(10), NamespaceState.PROVISIONING));
        assertThat(refusal(() -> flushes.flush(young, ada())).code())
                .isEqualTo(ProblemCode.NAMESPACE_NOT_READY);
        assertThat(refusal(() -> flushes.check(new NamespaceId(id.tenant(), "none"))).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }
}
