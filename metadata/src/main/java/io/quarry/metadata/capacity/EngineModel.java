package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;

/** How one engine turns load into demand. Pure, and monotone: more load never demands less. */
sealed interface EngineModel
        permits CassandraModel, ElasticsearchModel, MemcachedModel, S3Model, PostgresqlModel {

    /**
     * @param nodes of the shard, which bound the copies that it can keep
     */
    Estimate estimate(NamespaceSpec spec, Load load, int nodes);

    static EngineModel of(NamespaceSpec spec) {
        return switch (spec.abstraction()) {
            case KEY_VALUE, COUNTER, TIME_SERIES ->
                    switch (spec.engine()) {
                        case AUTO, CASSANDRA -> new CassandraModel();
                        case POSTGRESQL -> new PostgresqlModel();
                    };
            case SEARCH -> new ElasticsearchModel();
            case CACHE -> new MemcachedModel();
            case OBJECT, DATASET -> new S3Model();
            case RELATIONAL -> new PostgresqlModel();
        };
    }
}
