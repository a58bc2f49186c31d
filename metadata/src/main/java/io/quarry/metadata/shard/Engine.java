package io.quarry.metadata.shard;

/** What a shard is made of. */
public enum Engine {
    CASSANDRA,
    ELASTICSEARCH,
    MEMCACHED,
    S3,
    POSTGRESQL
}
