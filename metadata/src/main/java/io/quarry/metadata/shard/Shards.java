package io.quarry.metadata.shard;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The fleet. */
@ApplicationScoped
public class Shards {
    /** The shard, if there is one. */
    public Optional<Shard> find(String id) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** All shards by id. */
    public List<Shard> list() {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Makes the shard known, or updates what is said of it; its reservations stay. */
    public Shard register(Shard shard) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
