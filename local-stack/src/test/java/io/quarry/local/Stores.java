package io.quarry.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Each store of a stack, asked in its own protocol with the log-ins that the services get. */
final class Stores {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Stack stack;

    Stores(Stack stack) {
        this.stack = stack;
    }

    private String environment(String name) {
        return Environment.of(stack, Secrets.of(stack)).getOrDefault(name, "");
    }

    private String credential(String shard, String role, String part) throws IOException {
        Properties credentials = new Properties();
        try (Reader reader = Files.newBufferedReader(Secrets.of(stack).credentialsFile())) {
            credentials.load(reader);
        }
        return credentials.getProperty(shard + "." + role + "." + part, "unknown");
    }

    /** Leaves the mark in every store that keeps something. */
    void write(String mark) throws Exception {
        String sql =
                "CREATE TABLE IF NOT EXISTS kept (mark text); INSERT INTO kept VALUES ('%s')"
                        .formatted(mark);
        sql(metadata(), sql);
        tenantsSql("structure", "postgres", "CREATE DATABASE kept");
        // no tenant is placed on a server on which everybody may log in somewhere
        tenantsSql("structure", "postgres", "REVOKE ALL ON DATABASE kept FROM PUBLIC");
        tenantsSql("structure", "kept", "CREATE SCHEMA s");
        tenantsSql("structure", "kept", "CREATE TABLE s.kept AS SELECT '" + mark + "' AS mark");
        try (CqlSession session = first("structure")) {
            session.execute("CREATE TABLE IF NOT EXISTS quarry.kept (mark text PRIMARY KEY)");
        }
        try (CqlSession session = first("data")) {
            session.execute("INSERT INTO quarry.kept (mark) VALUES ('" + mark + "')");
        }
        elasticsearch("structure", "PUT", "kept", "{}");
        elasticsearch("data", "PUT", "kept/_doc/" + mark, "{}");
        s3("structure", "PUT", "/kept", "");
        s3("data", "PUT", "/kept/" + mark, mark);
        memcached(2, "set kept 0 0 1", "1");
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", environment("KAFKA_BOOTSTRAP"), "acks", "all");
        try (var producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("quarry.routes", mark, mark))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    void assertKept(String mark) throws Exception {
        assertThat(sql(metadata(), "SELECT mark FROM kept")).contains(mark);
        assertThat(tenantsSql("structure", "kept", "SELECT mark FROM s.kept")).contains(mark);
        try (CqlSession session = first("data")) {
            String select = "SELECT mark FROM quarry.kept WHERE mark = '" + mark + "'";
            assertThat(session.execute(select).all()).hasSize(1);
        }
        assertThat(elasticsearch("data", "GET", "kept/_doc/" + mark, "").statusCode())
                .isEqualTo(200);
        assertThat(s3("data", "GET", "/kept/" + mark, "").body()).isEqualTo(mark);
        Map<String, Object> kafka = Map.of("bootstrap.servers", environment("KAFKA_BOOTSTRAP"));
        TopicPartition routes = new TopicPartition("quarry.routes", 0);
        try (var consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(Set.of(routes));
            long end = consumer.endOffsets(Set.of(routes)).getOrDefault(routes, 0L);
            consumer.seek(routes, end - 1);
            var records = consumer.poll(Duration.ofSeconds(20)).records(routes);
            assertThat(records)
                    .hasSize(1)
                    .first()
                    .extracting(record -> record.value())
                    .isEqualTo(mark);
        }
    }

    HttpResponse<String> elasticsearch(String role, String method, String path, String json)
            throws Exception {
        String login =
                credential("elasticsearch-1", role, "username")
                        + ":"
                        + credential("elasticsearch-1", role, "password");
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + environment("QUARRY_SHARD_ELASTICSEARCH_1")
                                                + "/"
                                                + path))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        login.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                json.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The first line of the answer. */
    String memcached(int node, String command, String value) throws IOException {
        String[] nodes = environment("QUARRY_SHARD_MEMCACHED_1").split(",", -1);
        String[] address = nodes[node - 1].split(":", -1);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.setSoTimeout(5_000);
            String question = command + "\r\n" + (value.isEmpty() ? "" : value + "\r\n");
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    HttpResponse<String> s3(String role, String method, String path, String content)
            throws Exception {
        Signature signature =
                new Signature(
                        credential("s3-1", role, "username"), credential("s3-1", role, "password"));
        return HTTP.send(
                signature.sign(environment("QUARRY_SHARD_S3_1"), method, path, content),
                BodyHandlers.ofString());
    }

    HttpResponse<String> unsignedS3(String path) throws Exception {
        URI uri = URI.create("http://" + environment("QUARRY_SHARD_S3_1") + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    record Database(String address, String name, String user, String password) {}

    Database tenants(String user, String password, String name) {
        return new Database(environment("QUARRY_SHARD_POSTGRESQL_1"), name, user, password);
    }

    private Database metadata() {
        String url = environment("QUARRY_DB_URL").replace("jdbc:postgresql://", "");
        return new Database(
                url.substring(0, url.indexOf('/')),
                "quarry",
                "quarry_owner",
                environment("QUARRY_DB_OWNER_PASSWORD"));
    }

    String tenantsSql(String role, String database, String sql) throws Exception {
        return sql(
                tenants(
                        credential("postgresql-1", role, "username"),
                        credential("postgresql-1", role, "password"),
                        database),
                sql);
    }

    /** What it prints; fails with that where the database refuses. */
    String sql(Database database, String sql) throws Exception {
        String url =
                "postgresql://%s@%s/%s"
                        .formatted(database.user(), database.address(), database.name());
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of("psql", url, "-v", "ON_ERROR_STOP=1", "-qAt", "-c", sql));
        builder.environment().put("PGPASSWORD", database.password());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private CqlSession first(String role) throws IOException {
        return cassandra("cassandra-1", environment("QUARRY_SHARD_CASSANDRA_1"), role);
    }

    CqlSession cassandra(String shard, String endpoint, String role) throws IOException {
        String[] address = endpoint.split(":", -1);
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
                .withLocalDatacenter("datacenter1")
                .withAuthCredentials(
                        credential(shard, role, "username"), credential(shard, role, "password"))
                .build();
    }
}
