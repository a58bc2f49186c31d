package io.quarry.worker;

import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.stores.elasticsearch.ElasticsearchConfig;
import io.quarry.stores.elasticsearch.ElasticsearchShard;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.s3.S3Config;
import io.quarry.stores.s3.S3Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.RefusedWrite;
import io.quarry.worker.workflow.StructureLogins;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is in the stack's Elasticsearch and object store, as the role that the worker has there. */
@ApplicationScoped
class EngineShards {
    private static final String ELASTICSEARCH = "elasticsearch-1";
    private static final String S3 = "s3-1";
    private static final String OBJECT = "a/b";

    private final Shards shards;
    private final StructureLogins logins;
    private final HttpNodes nodes;

    EngineShards(Shards shards, StructureLogins logins, HttpNodes nodes) {
        this.shards = shards;
        this.logins = logins;
        this.nodes = nodes;
    }

    List<NamespaceRef> indices(String uid) {
        return elasticsearch().list(uid, soon());
    }

    private ElasticsearchShard elasticsearch() {
        StructureLogins.Login login = logins.of(ELASTICSEARCH);
        return new ElasticsearchShard(
                new ElasticsearchConfig(
                        endpoints(ELASTICSEARCH), login.username(), login.password()),
                nodes);
    }

    /** The deletion of a document as if it had been at that time. */
    void delete(NamespaceRef index, String id, Instant at) {
        Version version = new Version(ChronoUnit.MICROS.between(Instant.EPOCH, at), 1);
        List<DocumentWrite> deletion = List.of(new DocumentWrite.Delete(id, version));
        List<RefusedWrite> refused =
                elasticsearch()
                        .search(InstantSource.fixed(at))
                        .write(index, deletion, true, soon());
        if (!refused.isEmpty()) {
            throw new AssertionError(refused);
        }
    }

    List<NamespaceRef> buckets(String uid) {
        StructureLogins.Login login = logins.of(S3);
        return new S3Shard(
                        new S3Config(
                                endpoints(S3),
                                S3Config.NO_REGION,
                                login.username(),
                                login.password()))
                .list(uid, soon());
    }

    /** What Elasticsearch answers to a question about an index or alias. */
    String ask(String path) {
        StructureLogins.Login login = logins.of(ELASTICSEARCH);
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (login.username() + ":" + login.password())
                                        .getBytes(StandardCharsets.UTF_8));
        return nodes.ask(
                        "Elasticsearch",
                        endpoints(ELASTICSEARCH),
                        new HttpNodes.Call("GET", path, "Basic " + basic, null),
                        soon())
                .body();
    }

    /** An object and an upload that nobody completes. */
    void fill(NamespaceRef namespace) {
        String bucket = bucket(namespace);
        try (S3Client client = client()) {
            var _ =
                    client.putObject(
                            request -> request.bucket(bucket).key(OBJECT),
                            RequestBody.fromString("kept until the purge"));
            var _ = client.createMultipartUpload(request -> request.bucket(bucket).key("begun"));
        }
    }

    List<String> objects(NamespaceRef namespace) {
        try (S3Client client = client()) {
            return client
                    .listObjectsV2(request -> request.bucket(bucket(namespace)))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /** As if what was put had been there for so long, in the folder of the stack's object store. */
    void age(NamespaceRef namespace, Duration by) throws IOException {
        Path file =
                Path.of(
                        Objects.requireNonNull(System.getenv("QUARRY_HOME"), "QUARRY_HOME"),
                        "data/s3/objects",
                        bucket(namespace),
                        OBJECT);
        Path _ = Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
    }

    private static String bucket(NamespaceRef namespace) {
        return namespace.structure().replace('_', '-');
    }

    private S3Client client() {
        StructureLogins.Login login = logins.of(S3);
        return S3Client.builder()
                .endpointOverride(URI.create("http://" + endpoints(S3).getFirst()))
                .region(Region.of(S3Config.NO_REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(login.username(), login.password())))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private List<String> endpoints(String shard) {
        return shards.find(shard).map(Shard::endpoints).orElseThrow();
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }
}
