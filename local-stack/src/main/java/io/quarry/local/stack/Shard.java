package io.quarry.local.stack;

import java.util.List;

/**
 * One cluster of an engine on this machine: it shares no data, log-in or port with another.
 *
 * @param id as the platform names it, and its credentials
 * @param server under which its process is known; that of several is followed by a number
 * @param ports of each server in turn
 */
public record Shard(String id, Engine engine, String server, List<Integer> ports) {
    public Shard {
        ports = List.copyOf(ports);
    }

    /** Where clients find it. */
    public List<String> endpoints() {
        return java.util.stream.IntStream.range(0, ports.size())
                .filter(index -> index % engine.ports() == 0)
                .mapToObj(index -> Environment.LOOPBACK + ":" + ports.get(index))
                .toList();
    }
}
