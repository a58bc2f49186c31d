package io.quarry.stores.memcached;

import java.util.List;

/**
 * Which node a key belongs to: the one whose hash together with the key's is the highest (Thaler
 * and Ravishankar, "Using name-based mappings to increase hit rates", 1998). A node that comes
 * takes its share evenly from the others, one that goes leaves its share to them evenly, and no
 * other key moves. It looks at each node once a key, which is little beside a round trip for pools
 * of tens.
 *
 * <p>Every gateway has to agree, so neither the names of nodes nor these functions may change while
 * a pool holds anything: 64-bit FNV-1a, and the finalizer of MurmurHash3.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] nodes;

    Rendezvous(List<String> nodes) {
        this.nodes = nodes.stream().mapToLong(name -> mix(hash(name))).toArray();
    }

    /** The index of the key's node. */
    int node(String key) {
        long hash = hash(key);
        int best = 0;
        long highest = mix(hash ^ nodes[0]);
        for (int index = 1; index < nodes.length; index++) {
            long weight = mix(hash ^ nodes[index]);
            if (Long.compareUnsigned(weight, highest) > 0) {
                best = index;
                highest = weight;
            }
        }
        return best;
    }

    private static long hash(String ascii) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < ascii.length(); i++) {
            hash = (hash ^ ascii.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
