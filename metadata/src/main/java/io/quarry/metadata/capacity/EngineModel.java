package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.NamespaceSpec;

/** How one engine turns load into demand. Pure, and monotone: more load never demands less. */
sealed interface EngineModel
        permits CassandraModel,
                CassandraCounterModel,
                CassandraTimeSeriesModel,
                ElasticsearchModel,
                MemcachedModel,
                S3Model,
                PostgresqlModel {

    /**
     * @param nodes of the shard, which bound the copies that it can keep
     */
    Estimate estimate(NamespaceSpec spec, Load load, int nodes);

    static EngineModel of(NamespaceSpec spec) {
        return switch (spec.chosenEngine()) {
            case CASSANDRA -> ofCassandra(spec.abstraction());
            case ELASTICSEARCH -> new ElasticsearchModel();
            case MEMCACHED -> new MemcachedModel();
            case S3 -> new S3Model();
            case POSTGRESQL -> new PostgresqlModel();
        };
    }

    private static EngineModel ofCassandra(Abstraction abstraction) {
        return switch (abstraction) {
            case COUNTER -> new CassandraCounterModel();
            case TIME_SERIES -> new CassandraTimeSeriesModel();
            case KEY_VALUE, SEARCH, CACHE, OBJECT, DATASET, RELATIONAL -> new CassandraModel();
        };
    }
}
