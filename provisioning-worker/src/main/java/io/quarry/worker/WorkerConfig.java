package io.quarry.worker;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator may set on a worker; README.md beside this module explains each. */
@ConfigMapping(prefix = "quarry.worker")
public interface WorkerConfig {

    /**
     * The name under which claims are held. One name, one process: the default is host and process
     * id.
     */
    Optional<String> id();

    /** How often what has had its time is removed, such as answers kept for idempotency keys. */
    @WithDefault("1h")
    Duration housekeepingInterval();

    /** How often the ledgers of shards and tenants are held against the rows. */
    @WithDefault("5m")
    Duration recountInterval();

    Claims claims();

    Steps steps();

    Stuck stuck();

    Publisher publisher();

    Metering usage();

    Health health();

    Stores stores();

    Logins logins();

    Objects objects();

    Series series();

    LocalProvider localProvider();

    Setup setup();

    /** How operations are found and held. */
    interface Claims {
        /**
         * Operations carried out at the same time; with 0 the worker does the rest of its work
         * only.
         */
        @WithDefault("8")
        @Min(0)
        int parallelism();

        /**
         * How often a worker looks for operations that no message announced, give or take a fifth.
         */
        @WithDefault("1s")
        Duration sweepInterval();

        /**
         * How long a claim holds without renewal; renewed at a third. A killed worker's operation
         * waits this long.
         */
        @WithDefault("15s")
        Duration lease();

        /** How long a stopping worker lets steps under way come to their end. */
        @WithDefault("10s")
        Duration stopTimeout();
    }

    /** How steps are carried out. */
    interface Steps {
        /** The longest a step may work on a store before it answers that it will try again. */
        @WithDefault("10s")
        Duration timeout();

        /** The first pause before a step is tried again; it doubles, with jitter. */
        @WithDefault("250ms")
        Duration firstRetry();

        /** The longest pause before a step is tried again. */
        @WithDefault("30s")
        Duration longestRetry();

        /**
         * How long a step watches for acknowledgements before it gives its place to other
         * operations.
         */
        @WithDefault("2s")
        Duration acknowledgementWatch();
    }

    /** When an operation is called stuck. */
    interface Stuck {
        /**
         * How long an operation may stand at one step; longer than any step should have to wait.
         */
        @WithDefault("10m")
        Duration after();

        /** How often stuck operations are looked for. */
        @WithDefault("15s")
        Duration lookEvery();
    }

    /** How routes and events reach Kafka. */
    interface Publisher {
        /** The compacted topic with one partition. */
        @WithDefault("quarry.routes")
        String topic();

        /** Where events go. */
        @WithDefault("quarry.events")
        String eventsTopic();

        /** How often rows are read even though no notification came. */
        @WithDefault("1s")
        Duration pollInterval();

        /** How often the whole topic is compared with the rows, and what it lacks is put back. */
        @WithDefault("1m")
        Duration reassertInterval();

        /** The longest a send, or a read of the topic, may take. */
        @WithDefault("5s")
        Duration timeout();
    }

    /** How what gateways counted is kept. */
    interface Metering {
        /** Where gateways send it. */
        @WithDefault("quarry.usage")
        String topic();

        /** The consumer group that all workers share. */
        @WithDefault("quarry-usage")
        String group();

        /** The pause after PostgreSQL or Kafka was found away. */
        @WithDefault("1s")
        Duration retryInterval();

        /** How long an hour's usage is kept. */
        @WithDefault("P400D")
        Duration retention();
    }

    /** How shards are looked after. */
    interface Health {
        /** How often each shard is looked at. */
        @WithDefault("5s")
        Duration interval();

        /** The longest that a shard may take to answer. */
        @WithDefault("5s")
        Duration timeout();

        /** After so many looks in a row without an answer a shard is FAILED. */
        @WithDefault("3")
        @Min(1)
        int failures();

        /** How often a shard that answers is asked who it is, besides after each silence. */
        @WithDefault("1m")
        Duration identityEvery();

        /** How long measurements are kept, one a minute. */
        @WithDefault("24h")
        Duration history();
    }

    /** How the worker reaches the stores whose structure it changes. */
    interface Stores {
        /**
         * A Java properties file, readable by the worker only, with {@code
         * <credential_ref>.structure.username} and {@code .password}. It is read when a shard is
         * first used.
         */
        Optional<Path> credentialsFile();
    }

    /** How the log-ins of tenants' databases are kept in line. */
    interface Logins {
        /** How often it is looked for those that are due; somebody waits for each. */
        @WithDefault("250ms")
        Duration interval();

        /** The longest that the change of one role may take. */
        @WithDefault("5s")
        Duration timeout();

        /** How often databases are measured and held against their limits. */
        @WithDefault("15s")
        Duration measureEvery();

        /**
         * How old a transaction in a tenant's database may get before its session is ended, since
         * it keeps what all databases of the server share.
         */
        @WithDefault("12h")
        Duration longestTransaction();

        /** The pause after a shard did not answer. */
        @WithDefault("2s")
        Duration pause();
    }

    /** How objects and documents that have expired are removed where the store does not do it. */
    interface Objects {
        /** The pause between two sweeps; an object outlives its time by as much. */
        @WithDefault("1h")
        Duration sweepEvery();

        /** The longest that one turn at a bucket may take. */
        @WithDefault("30s")
        Duration timeout();
    }

    /** How the slices of time-series namespaces turn. */
    interface Series {
        /** The pause between two looks for namespaces whose turn is due. */
        @WithDefault("5s")
        Duration lookEvery();

        /** The pause between two turns of a namespace that is as it should be. */
        @WithDefault("5m")
        Duration turnEvery();

        /** The pause after a turn that failed, or that others were in the way of. */
        @WithDefault("30s")
        Duration retryAfter();
    }

    /** How the servers of shards are started whose provider is {@code local}. */
    interface LocalProvider {
        /**
         * What is called with {@code shard start ENGINE ID} and {@code shard purge ID}; without it
         * such shards wait.
         */
        Optional<Path> program();

        /** How soon a call of it has to begin; as long is the operation of a killed worker held. */
        @WithDefault("30s")
        Duration beginWithin();

        /** The longest that a call of it may take. */
        @WithDefault("5m")
        Duration timeout();
    }

    /** What {@code migrate} puts into an empty database besides the schema. */
    interface Setup {
        /**
         * {@code host:port} of the first Cassandra shard, {@code cassandra-1}; none is registered
         * if absent.
         */
        Optional<String> cassandra1();

        /** Likewise of {@code elasticsearch-1}. */
        Optional<String> elasticsearch1();

        /** Likewise of {@code memcached-1}: its nodes, with commas between. */
        Optional<String> memcached1();

        /** Likewise of {@code postgresql-1}. */
        Optional<String> postgresql1();

        /** Likewise of {@code s3-1}. */
        @WithName("s3-1")
        Optional<String> s3();

        /**
         * What each of these is said to have when it is first registered; of objects, what its
         * engine bears.
         */
        Room capacity();

        /** The address of the first platform administrator; none is appointed if absent. */
        Optional<String> platformAdmin();

        /**
         * Whether that address is to mean whoever comes by it next, though it has meant somebody:
         * the way back for an installation whose only administrator was made anew in the identity
         * provider.
         */
        @WithDefault("false")
        boolean platformAdminAnew();
    }

    /**
     * What a shard may promise. The defaults are many times what a laptop has: what is stated of
     * its namespaces is never there at the same time, and often never.
     */
    interface Room {
        @WithDefault("512")
        @Min(1)
        int cores();

        /** For page cache, heap and buffers, over all nodes. */
        @WithDefault("512G")
        MemorySize memory();

        /** Over all nodes. */
        @WithDefault("16384G")
        MemorySize disk();

        @WithDefault("2000000")
        @Min(0)
        long readsPerSecond();

        @WithDefault("2000000")
        @Min(0)
        long writesPerSecond();

        /** Tables in one Cassandra cluster before it suffers from their number. */
        @WithDefault("150")
        @Min(1)
        int tables();

        /** Shards of indices in one Elasticsearch cluster of one small node. */
        @WithDefault("1000")
        @Min(1)
        int indexShards();

        /** Databases, buckets or pools in one cluster of another engine. */
        @WithDefault("1000")
        @Min(1)
        int others();
    }
}
