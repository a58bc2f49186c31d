package io.quarry.stores.memcached;

import static java.util.Objects.requireNonNull;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheStatus;
import io.quarry.stores.spi.CacheKey;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Entries in the nodes of a pool, by memcached's text protocol. */
final class MemcachedCacheStore implements CacheStore {
    private static final int FOR_EVER = 0;

    private final MemcachedPool pool;

    MemcachedCacheStore(MemcachedPool pool) {
        this.pool = pool;
    }

    @Override
    public List<Lookup> get(List<CacheKey> keys, Deadline deadline) {
        if (keys.size() == 1) {
            return List.of(getOne(keys.getFirst(), deadline));
        }
        Map<Integer, List<CacheKey>> byNode = new HashMap<>();
        keys.stream()
                .distinct()
                .forEach(
                        key ->
                                byNode.computeIfAbsent(pool.node(key), _ -> new ArrayList<>())
                                        .add(key));
        List<Round> rounds = new ArrayList<>();
        byNode.forEach(
                (node, of) -> rounds.add(new Round(node, of, pool.client(node).casGet(texts(of)))));
        Map<CacheKey, Lookup> found = new HashMap<>();
        rounds.forEach(round -> found.putAll(answers(round, deadline)));
        return keys.stream().map(key -> requireNonNull(found.get(key))).toList();
    }

    @Override
    public Outcome put(
            CacheKey key,
            ByteBuffer value,
            Condition condition,
            @Nullable Duration lifetime,
            Deadline deadline) {
        inTime(deadline);
        int node = pool.node(key);
        AsciiMemcacheClient<byte[]> client = pool.client(node);
        String text = key.text();
        byte[] bytes = bytes(value);
        int seconds = seconds(lifetime);
        return outcome(
                switch (condition) {
                    case Condition.Always _ -> client.set(text, bytes, seconds);
                    case Condition.Absent _ -> client.add(text, bytes, seconds);
                    case Condition.Present _ -> client.replace(text, bytes, seconds);
                    case Condition.Unchanged(long cas) -> client.set(text, bytes, seconds, cas);
                },
                condition instanceof Condition.Absent ? Outcome.PRESENT : Outcome.ABSENT,
                node,
                deadline);
    }

    @Override
    public void putAll(
            Map<CacheKey, ByteBuffer> values, @Nullable Duration lifetime, Deadline deadline) {
        inTime(deadline);
        List<Asked> asked = new ArrayList<>();
        values.forEach(
                (key, value) -> {
                    int node = pool.node(key);
                    asked.add(
                            new Asked(
                                    node,
                                    pool.client(node)
                                            .set(key.text(), bytes(value), seconds(lifetime))));
                });
        asked.forEach(one -> outcome(one.answer(), Outcome.ABSENT, one.node(), deadline));
    }

    @Override
    public Outcome append(CacheKey key, ByteBuffer value, Deadline deadline) {
        inTime(deadline);
        int node = pool.node(key);
        return outcome(
                pool.client(node).append(key.text(), bytes(value)), Outcome.ABSENT, node, deadline);
    }

    @Override
    public Outcome touch(List<CacheKey> keys, @Nullable Duration lifetime, Deadline deadline) {
        inTime(deadline);
        List<Asked> asked = new ArrayList<>();
        for (CacheKey key : keys) {
            int node = pool.node(key);
            asked.add(new Asked(node, pool.client(node).touch(key.text(), seconds(lifetime))));
        }
        Outcome all = Outcome.DONE;
        for (Asked one : asked) {
            if (outcome(one.answer(), Outcome.ABSENT, one.node(), deadline) != Outcome.DONE) {
                all = Outcome.ABSENT;
            }
        }
        return all;
    }

    @Override
    public Outcome delete(CacheKey key, Deadline deadline) {
        inTime(deadline);
        int node = pool.node(key);
        return outcome(pool.client(node).delete(key.text()), Outcome.ABSENT, node, deadline);
    }

    @Override
    public Outcome deleteUnchanged(CacheKey key, long cas, Deadline deadline) {
        inTime(deadline);
        int node = pool.node(key);
        return outcome(pool.client(node).delete(key.text(), cas), Outcome.ABSENT, node, deadline);
    }

    @Override
    public Count increment(CacheKey key, long by, Deadline deadline) {
        inTime(deadline);
        int node = pool.node(key);
        AsciiMemcacheClient<byte[]> client = pool.client(node);
        CompletionStage<Long> answer =
                by < 0 ? client.decr(key.text(), -by) : client.incr(key.text(), by);
        try {
            Long now = Waiting.on(answer, pool.endpoint(node), deadline);
            return now == null ? new Count.Absent() : new Count.Now(now);
        } catch (StoreException.Rejected e) {
            return new Count.NotANumber();
        }
    }

    private record Asked(int node, CompletionStage<MemcacheStatus> answer) {}

    /** One node, asked for several keys. */
    private record Round(
            int node, List<CacheKey> keys, CompletionStage<List<GetResult<byte[]>>> answer) {}

    private Lookup getOne(CacheKey key, Deadline deadline) {
        int node = pool.node(key);
        try {
            inTime(deadline);
            return lookup(
                    Waiting.on(
                            pool.client(node).casGet(key.text()), pool.endpoint(node), deadline));
        } catch (StoreException e) {
            return new Lookup.Failed(e);
        }
    }

    private Map<CacheKey, Lookup> answers(Round round, Deadline deadline) {
        List<CacheKey> keys = round.keys();
        Map<CacheKey, Lookup> found = new HashMap<>();
        try {
            List<GetResult<byte[]>> results =
                    Waiting.on(round.answer(), pool.endpoint(round.node()), deadline);
            for (int i = 0; i < keys.size(); i++) {
                found.put(keys.get(i), lookup(results.get(i)));
            }
        } catch (StoreException e) {
            keys.forEach(key -> found.put(key, new Lookup.Failed(e)));
        }
        return found;
    }

    private static Lookup lookup(@Nullable GetResult<byte[]> result) {
        return result == null
                ? new Lookup.Miss()
                : new Lookup.Hit(ByteBuffer.wrap(result.getValue()), result.getCas());
    }

    /**
     * @param notStored what it means here that nothing was stored
     */
    private Outcome outcome(
            CompletionStage<MemcacheStatus> answer,
            Outcome notStored,
            int node,
            Deadline deadline) {
        MemcacheStatus status = Waiting.on(answer, pool.endpoint(node), deadline);
        if (status == MemcacheStatus.OK) {
            return Outcome.DONE;
        }
        if (status == MemcacheStatus.KEY_NOT_FOUND) {
            return Outcome.ABSENT;
        }
        if (status == MemcacheStatus.KEY_EXISTS) {
            return Outcome.PRESENT;
        }
        if (status == MemcacheStatus.ITEM_NOT_STORED) {
            return notStored;
        }
        throw MemcachedErrors.unexpected(pool.endpoint(node), status);
    }

    private static List<String> texts(List<CacheKey> keys) {
        return keys.stream().map(CacheKey::text).toList();
    }

    /**
     * Rounded up, since 0 would mean for ever. What is longer than 30 days memcached takes for a
     * point in time, which the library makes of it, up to 2038.
     */
    private static int seconds(@Nullable Duration lifetime) {
        if (lifetime == null) {
            return FOR_EVER;
        }
        long up = lifetime.plusSeconds(1).minusNanos(1).toSeconds();
        return (int) Math.clamp(up, 1, Integer.MAX_VALUE);
    }

    private static byte[] bytes(ByteBuffer value) {
        if (value.remaining() > MAX_VALUE_BYTES) {
            throw new StoreException.Rejected(
                    "a value of " + value.remaining() + " bytes is too large for the cache", null);
        }
        if (value.hasArray()
                && value.arrayOffset() == 0
                && value.position() == 0
                && value.remaining() == value.array().length) {
            return value.array();
        }
        byte[] copy = new byte[value.remaining()];
        value.get(value.position(), copy);
        return copy;
    }

    private static void inTime(Deadline deadline) {
        if (deadline.expired()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
    }
}
