package io.quarry.stores.spi;

/**
 * What decides between two writes of one item, in any order of arrival: the higher generation wins;
 * at equal generations a delete wins over a put, and of two puts one wins whole.
 *
 * @param generation microseconds since 1970, not negative
 * @param nonce 64 bits, compared unsigned; tells writers of the same microsecond apart
 */
public record Version(long generation, long nonce) implements Comparable<Version> {
    /**
     * @throws IllegalArgumentException where the generation is negative
     */
    public Version {
        if (generation < 0) {
            throw new IllegalArgumentException("negative generation: " + generation);
        }
    }

    @Override
    public int compareTo(Version other) {
        int byGeneration = Long.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : Long.compareUnsigned(nonce, other.nonce);
    }
}
