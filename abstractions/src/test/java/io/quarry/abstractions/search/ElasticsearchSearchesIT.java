package io.quarry.abstractions.search;

import io.quarry.stores.elasticsearch.ElasticsearchConfig;
import io.quarry.stores.elasticsearch.ElasticsearchShard;
import io.quarry.stores.elasticsearch.IndexShape;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchStore;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

class ElasticsearchSearchesIT extends SearchesPromises {
    private @Nullable HttpNodes nodes;

    private HttpNodes nodes() {
        HttpNodes opened = nodes;
        if (opened == null) {
            opened = new HttpNodes();
            nodes = opened;
        }
        return opened;
    }

    @Override
    SearchStore store() {
        return shard("data").search(clock);
    }

    @Override
    void ensure(NamespaceRef namespace) {
        shard("structure").ensure(namespace, new IndexShape(Sample.FIELDS, 1, 0), patient());
    }

    @Override
    void drop(NamespaceRef namespace) {
        shard("structure").drop(namespace.uid(), patient());
    }

    @Override
    void close() {
        nodes().close();
        nodes = null;
    }

    private static Deadline patient() {
        return Deadline.after(Duration.ofSeconds(60));
    }

    private ElasticsearchShard shard(String role) {
        Properties credentials = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(environment("QUARRY_CREDENTIALS_FILE")))) {
            credentials.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String prefix = "elasticsearch-1." + role;
        return new ElasticsearchShard(
                new ElasticsearchConfig(
                        List.of(environment("QUARRY_SHARD_ELASTICSEARCH_1").split(",", -1)),
                        Objects.requireNonNull(
                                credentials.getProperty(prefix + ".username"), prefix),
                        Objects.requireNonNull(
                                credentials.getProperty(prefix + ".password"), prefix)),
                nodes());
    }

    private static String environment(String name) {
        return Objects.requireNonNull(
                System.getenv(name),
                name + " is not set: start the stack and take its environment");
    }
}
