package io.quarry.local.stack;

/** The ports of a stack at offset 0. {@code QUARRY_PORT_OFFSET} shifts all of them. */
public enum Port {
    API(8080),
    WORKER(8081),
    API_MANAGEMENT(8090),
    WORKER_MANAGEMENT(8091),
    KEYCLOAK(8180),
    POSTGRESQL(5432),
    KAFKA(9092),
    KAFKA_CONTROLLER(9093),
    CASSANDRA(9042),
    CASSANDRA_STORAGE(7000),
    ELASTICSEARCH(9200),
    ELASTICSEARCH_TRANSPORT(9300),
    MEMCACHED_1(11211),
    MEMCACHED_2(11212),
    MEMCACHED_3(11213),
    S3(9000),
    POSTGRESQL_TENANTS(5434);

    private final int number;

    Port(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
