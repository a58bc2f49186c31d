package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By {@code stats} of memcached's text protocol (doc/protocol.txt of memcached). A pool answers as
 * long as one of its nodes does: each holds items of its own, and the others go on.
 */
@ApplicationScoped
class MemcachedGauges implements Gauges {
    /** Far more than any version answers. */
    private static final int MOST_LINES = 2_000;

    @Override
    public boolean needsLogin() {
        return false;
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        Pool pool = new Pool();
        int up = 0;
        IOException last = null;
        for (int index = 0; index < shard.endpoints().size(); index++) {
            // a node that hangs leaves the others their share of the time
            int millis =
                    Math.toIntExact(
                            Math.max(
                                    1,
                                    deadline.remaining().toMillis()
                                            / (shard.endpoints().size() - index)));
            try {
                pool.add(ask(shard.endpoints().get(index), millis));
                up++;
            } catch (IOException e) {
                last = e;
            }
        }
        if (up == 0) {
            throw silent(last);
        }
        Reading reading = new Reading();
        reading.put("nodes", shard.endpoints().size());
        reading.put("nodes_up", up);
        reading.put("items", pool.of("curr_items"));
        reading.put("evictions", pool.of("evictions"));
        reading.put("used_bytes", pool.of("bytes"));
        reading.put("slab_bytes", pool.of("total_malloced"));
        reading.put("memory_bytes", pool.of("limit_maxbytes"));
        reading.put("connections", pool.of("curr_connections"));
        reading.put("hits", pool.of("get_hits"));
        reading.put("misses", pool.of("get_misses"));
        long gets = pool.of("get_hits") + pool.of("get_misses");
        if (gets > 0) {
            reading.put("hit_ratio", (double) pool.of("get_hits") / gets);
        }
        return reading;
    }

    private static StoreException silent(@Nullable IOException last) {
        return new StoreException.Unavailable(
                "memcached does not answer: " + (last == null ? "no node" : last.getMessage()),
                last);
    }

    /** Sums over the nodes. */
    private static final class Pool {
        private final Map<String, Long> sums = new HashMap<>();

        void add(Map<String, Long> node) {
            node.forEach((name, value) -> sums.merge(name, value, Long::sum));
        }

        long of(String name) {
            return sums.getOrDefault(name, 0L);
        }
    }

    /** Both lists of statistics; what is no whole number is left out. */
    private static Map<String, Long> ask(String endpoint, int millis) throws IOException {
        int colon = endpoint.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(
                        endpoint.substring(0, colon),
                        Integer.parseInt(endpoint.substring(colon + 1)));
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream()
                    .write("stats\r\nstats slabs\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            Map<String, Long> found = statistics(lines);
            found.putAll(statistics(lines));
            return found;
        } catch (IOException e) {
            throw new IOException(endpoint + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Long> statistics(BufferedReader lines) throws IOException {
        Map<String, Long> found = new HashMap<>();
        for (int count = 0; count < MOST_LINES; count++) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the connection was closed");
            }
            String[] words = line.split(" ", 3);
            if (words[0].equals("END")) {
                return found;
            }
            if (!words[0].equals("STAT") || words.length < 3) {
                throw new IOException("no statistics: " + line);
            }
            if (words[2].matches("[0-9]{1,18}")) {
                found.put(words[1], Long.parseLong(words[2]));
            }
        }
        throw new IOException("the statistics have no end");
    }
}
