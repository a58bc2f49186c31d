package io.quarry.stores.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheSpace;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.CacheStore.Lookup;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of three nodes of the test's own, one of which dies or hangs while all are asked. */
class LostNodeIT {
    private static final int LOST = 1;
    private static final int KEYS = 600;
    private static final int CALLERS = 6;
    private static final Duration A_CALL = Duration.ofMillis(500);

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final CacheSpace space = new CacheSpace(Samples.namespace(), 1, 1);
    private final List<OwnNode> nodes = new ArrayList<>();
    private final MemcachedPool pool;
    private final CacheStore store;

    LostNodeIT() throws IOException {
        for (int i = 0; i < 3; i++) {
            nodes.add(new OwnNode());
        }
        pool =
                new MemcachedPool(
                        new MemcachedConfig(nodes.stream().map(OwnNode::endpoint).toList()), loops);
        pool.connect(Samples.soon());
        store = pool.cache();
    }

    @BeforeEach
    void fill() {
        store.putAll(
                keys().stream().collect(Collectors.toMap(key -> key, LostNodeIT::value)),
                null,
                Samples.soon());
    }

    @AfterEach
    void stop() throws InterruptedException {
        pool.close();
        for (OwnNode node : nodes) {
            node.close();
        }
        loops.shutdownGracefully().await();
    }

    @Test
    void cache_3_a_dead_node_costs_its_share_fails_at_once_and_comes_back_by_itself()
            throws Exception {
        try (Load load = new Load()) {
            load.awaitCalls(2_000);
            assertThat(load.failures.get()).isZero();
            nodes.get(LOST).kill();
            awaitUp(2);
            load.awaitCalls(2_000);
        }
        Deadline ofOneCall = Samples.soon();
        assertShare(StoreException.Unavailable.class);
        assertThat(ofOneCall.remaining()).as("nobody waits for a node that is gone").isPositive();

        nodes.get(LOST).startAgain();
        awaitUp(3);
        CacheKey lost = keysOf(LOST).getFirst();
        assertThat(store.get(List.of(lost), Samples.soon())).containsExactly(new Lookup.Miss());
        assertThat(put(lost, Samples.soon())).isEqualTo(CacheStore.Outcome.DONE);
    }

    @Test
    void cache_3_a_node_that_hangs_takes_nothing_from_the_others() throws Exception {
        nodes.get(LOST).hang();
        try {
            Deadline first = Deadline.after(A_CALL);
            CacheKey lost = keysOf(LOST).getFirst();
            assertThatThrownBy(() -> put(lost, first)).isInstanceOf(StoreException.TimedOut.class);
            assertOthers();
            Deadline until = Samples.soon();
            // each connection notices it by a call of its own
            while (pool.nodesUp() == nodes.size()) {
                assertThat(store.get(List.of(lost), Deadline.after(A_CALL)).getFirst())
                        .isInstanceOf(Lookup.Failed.class);
                assertThat(until.expired()).as("its silence is noticed").isFalse();
            }
            Deadline ofOneCall = Samples.soon();
            assertShare(StoreException.Unavailable.class);
            assertThat(ofOneCall.remaining()).as("nobody waits for its silence").isPositive();
        } finally {
            nodes.get(LOST).goOn();
        }
        awaitUp(3);
        Deadline until = Deadline.after(Duration.ofSeconds(5));
        while (store.get(keysOf(LOST), Deadline.after(A_CALL)).stream()
                .anyMatch(Lookup.Failed.class::isInstance)) {
            assertThat(until.expired()).as("all is well within five seconds").isFalse();
        }
        assertThat(store.get(keysOf(LOST), Samples.soon())).allMatch(Lookup.Hit.class::isInstance);
    }

    @Test
    void a_pool_opens_without_one_of_its_nodes_and_not_without_all() throws Exception {
        nodes.get(LOST).kill();
        MemcachedConfig config =
                new MemcachedConfig(nodes.stream().map(OwnNode::endpoint).toList());
        try (MemcachedPool lacking = new MemcachedPool(config, loops)) {
            lacking.connect(Deadline.after(A_CALL));
            assertThat(lacking.nodesUp()).isEqualTo(2);
        }
        MemcachedConfig none = new MemcachedConfig(List.of(nodes.get(LOST).endpoint()));
        try (MemcachedPool lost = new MemcachedPool(none, loops)) {
            assertThatThrownBy(() -> lost.connect(Deadline.after(A_CALL)))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageContaining(nodes.get(LOST).endpoint());
        }
    }

    /** The keys of the lost node fail, in a call for all; the others are hits, and are written. */
    private void assertShare(Class<? extends StoreException> failure) {
        List<Lookup> found = store.get(keys(), Deadline.after(A_CALL));
        for (int i = 0; i < KEYS; i++) {
            CacheKey key = keys().get(i);
            if (pool.node(key) == LOST) {
                assertThat(found.get(i))
                        .isInstanceOfSatisfying(
                                Lookup.Failed.class,
                                failed -> assertThat(failed.cause()).isInstanceOf(failure));
            } else {
                assertThat(found.get(i)).isInstanceOf(Lookup.Hit.class);
            }
        }
        assertThat(keysOf(LOST)).hasSizeBetween(KEYS / 4, KEYS / 2);
        assertThatThrownBy(() -> put(keysOf(LOST).getFirst(), Deadline.after(A_CALL)))
                .isInstanceOf(failure);
        assertOthers();
    }

    private void assertOthers() {
        for (int node : List.of(0, 2)) {
            assertThat(put(keysOf(node).getFirst(), Deadline.after(A_CALL)))
                    .isEqualTo(CacheStore.Outcome.DONE);
            assertThat(store.get(keysOf(node), Deadline.after(A_CALL)))
                    .allMatch(Lookup.Hit.class::isInstance);
        }
    }

    private void awaitUp(int count) {
        Deadline until = Samples.soon();
        while (pool.nodesUp() != count) {
            assertThat(until.expired()).as("%d nodes up", count).isFalse();
            Thread.onSpinWait();
        }
    }

    private CacheStore.Outcome put(CacheKey key, Deadline deadline) {
        return store.put(key, value(key), new CacheStore.Condition.Always(), null, deadline);
    }

    private List<CacheKey> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> space.key("k" + i)).toList();
    }

    private List<CacheKey> keysOf(int node) {
        return keys().stream().filter(key -> pool.node(key) == node).toList();
    }

    private static ByteBuffer value(CacheKey key) {
        return Samples.utf8("value of " + key.text());
    }

    /** Callers that read and write all keys until it is closed; what fails must be the lost's. */
    private final class Load implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final List<Future<?>> callers = new ArrayList<>();

        Load() {
            Map<Integer, List<CacheKey>> byNode =
                    keys().stream().collect(Collectors.groupingBy(pool::node));
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> call(byNode)));
            }
        }

        private void call(Map<Integer, List<CacheKey>> byNode) {
            while (!over.get()) {
                byNode.forEach(
                        (node, keys) -> {
                            CacheKey key = keys.get((int) (calls.incrementAndGet() % keys.size()));
                            Lookup found = store.get(List.of(key), Samples.soon()).getFirst();
                            if (found instanceof Lookup.Failed) {
                                failures.incrementAndGet();
                                assertThat(node).isEqualTo(LOST);
                            } else {
                                assertThat(((Lookup.Hit) found).value()).isEqualTo(value(key));
                            }
                        });
            }
        }

        void awaitCalls(long more) {
            Deadline until = Samples.soon();
            long target = calls.get() + more;
            while (calls.get() < target) {
                assertThat(until.expired()).as("the load goes on").isFalse();
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() throws Exception {
            over.set(true);
            for (Future<?> caller : callers) {
                Object _ = caller.get();
            }
            threads.close();
        }
    }
}
