package io.quarry.stores.cassandra;

import java.util.Optional;

/**
 * What a cluster says of itself.
 *
 * @param nodes that this session knows of
 * @param nodesUp how many of them are up
 * @param replication copies that the keyspace keeps in this datacenter; 0 where it is not kept
 *     there
 * @param tables in the keyspace
 * @param load empty where the role may not read the virtual tables
 */
public record CassandraVitals(
        int nodes, int nodesUp, int replication, long tables, Optional<Load> load) {
    /**
     * Of all nodes of this datacenter that are up.
     *
     * @param diskBytes on disk, over all keyspaces and nodes, in steps of a mebibyte a table
     * @param compactionsPending that wait for a thread, over all nodes
     * @param compactionsActive that are under way, over all nodes
     * @param readP99Millis of the slowest table of the keyspace at its slowest coordinator
     * @param writeP99Millis likewise
     */
    public record Load(
            long diskBytes,
            long compactionsPending,
            long compactionsActive,
            double readP99Millis,
            double writeP99Millis) {
        static final Load NONE = new Load(0, 0, 0, 0, 0);
    }
}
