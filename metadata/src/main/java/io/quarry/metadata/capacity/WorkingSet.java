package io.quarry.metadata.capacity;

/**
 * Which share of the data should be in memory. Two bounds, of which the lower holds: what the
 * latency target leaves no time to fetch from a disk, and what keeps the reads that do reach disks
 * to a rate that these bear. The method is that of service-capacity-modeling, which Netflix's data
 * platform publishes: the share of the target's latency distribution that lies below what a disk
 * needs, and a bound on reads to disk per node.
 */
final class WorkingSet {
    /** What 99 of 100 reads of a network SSD stay below, as that source gives it. */
    static final double DISK_READ_MILLIS = 1.7;

    /** Reads to disk that one node is let have, each second. */
    static final double DISK_READS_PER_SECOND = 500;

    /** There is always something hot: indices, filters, the items of the moment. */
    static final double LEAST = 0.01;

    private WorkingSet() {}

    /**
     * @param readMillis the mean latency wanted, latencies taken as exponential
     * @param diskReadsPerSecond of one copy, if nothing were in memory
     */
    static double share(double readMillis, double diskReadsPerSecond) {
        double byLatency = readMillis == 0 ? 1 : 1 - Math.exp(-DISK_READ_MILLIS / readMillis);
        double byRate = Math.min(1, diskReadsPerSecond / DISK_READS_PER_SECOND);
        return Math.max(LEAST, Math.min(byLatency, byRate));
    }
}
