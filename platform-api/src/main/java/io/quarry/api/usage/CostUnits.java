package io.quarry.api.usage;

/**
 * What a call costs in units of work: a read one for each 4 KiB begun, a write one for each KiB
 * begun, and neither less than one.
 */
final class CostUnits {
    private static final int READ_BLOCK = 4 * 1024;
    private static final int WRITE_BLOCK = 1024;

    private CostUnits() {}

    static long ofRead(long bytes) {
        return blocks(bytes, READ_BLOCK);
    }

    static long ofWrite(long bytes) {
        return blocks(bytes, WRITE_BLOCK);
    }

    private static long blocks(long bytes, int block) {
        return Math.max(1, (bytes + block - 1) / block);
    }
}
