package io.quarry.metadata.capacity;

/** What is the same of all that is kept on Cassandra. */
final class CassandraFigures {
    /**
     * Disks are filled to this share: compaction writes the new before it drops the old, repair
     * streams. Cassandra's own guides say 50 to 80 %, service-capacity-modeling 55 %.
     */
    static final double DISK_FILL = 0.55;

    /**
     * Core-seconds of one replica for a read and a write of 1 KiB, at 2.5 GHz: docs/performance.md.
     */
    static final double READ_CPU_SECONDS = 400e-6;

    static final double WRITE_CPU_SECONDS = 330e-6;

    /**
     * Four flushes make a compaction, and an hour has at most two redundant ones: a flush each 3600
     * s / 4^2.
     */
    static final double FLUSH_SECONDS = 225;

    /** The first region of a memtable's arena, which each table takes whatever it holds. */
    static final double TABLE_BYTES = Units.MIB;

    /** An SSTable of leveled compaction, and how many times larger each level is. */
    private static final double SSTABLE_BYTES = 160 * Units.MIB;

    private static final double LEVEL_GROWTH = 10;

    private CassandraFigures() {}

    /** SSTables that a read may have to look into: one a level, and one just flushed. */
    static double levels(double bytesOfCopy) {
        double tables = Math.max(1, bytesOfCopy / SSTABLE_BYTES);
        return 1 + Math.ceil(Math.log(tables) / Math.log(LEVEL_GROWTH));
    }

    /** Cores that are kept busy, with half left to background work and room for a zone's loss. */
    static double cores(double busy, int copies) {
        return busy * Headroom.BACKGROUND * Headroom.zoneFailure(copies);
    }

    static String busy(double busy, int copies) {
        return "reads and writes keep %s cores busy; half is left to background work, and %s"
                .formatted(
                        Units.cores(busy),
                        copies < 2
                                ? "one copy has no zone to fall back on"
                                : "the rest bears the failure of one zone");
    }
}
