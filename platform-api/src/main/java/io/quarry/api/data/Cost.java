package io.quarry.api.data;

/**
 * What a call takes of its namespace's rate: a unit for each call, and one more for each further
 * block of bytes.
 */
public final class Cost {
    private static final int READ_BLOCK = 64 * 1024;
    private static final int WRITE_BLOCK = 16 * 1024;

    private Cost() {}

    public static long ofRead(long bytes) {
        return blocks(bytes, READ_BLOCK);
    }

    public static long ofWrite(long bytes) {
        return blocks(bytes, WRITE_BLOCK);
    }

    private static long blocks(long bytes, int block) {
        return Math.max(1, (bytes + block - 1) / block);
    }
}
