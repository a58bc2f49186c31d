package io.quarry.api.relational;

import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relational namespace from the first credentials to the end, by a plain JDBC client. */
class RelationalIT {
    private static final String SPEC =
            "{\"abstraction\": \"relational\", \"relational\": {\"max_connections\": 8,"
                    + " \"statement_timeout\": \"PT1S\"}}";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Api developer = Api.as("demo-developer");
    private final String name = freshName();
    private final String url = path("demo", name);

    @BeforeEach
    void make() {
        Namespaces.create(developer, "demo", name, SPEC);
    }

    @AfterEach
    void purge() {
        Namespaces.purge(developer, "demo", name);
    }

    private static JsonNode issue(Api api, String url, String query) {
        return api.send("POST", url + ":credentials" + query, null).expect(200).json();
    }

    private static Connection connect(JsonNode credentials) throws SQLException {
        return DriverManager.getConnection(
                credentials.at("/connection/jdbc_url").asText(),
                credentials.path("user").asText(),
                credentials.path("password").asText());
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void say(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }

    private static boolean letsIn(JsonNode credentials) {
        try (Connection connection = connect(credentials)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void aPasswordIsShownOnceAndTheWayToTheDatabaseAlways() throws SQLException {
        var before = developer.get(url + "/connection").expect(200).json();
        assertThat(before.path("user").isNull()).isTrue();
        assertThat(before.path("logins")).isEmpty();
        var key = UUID.randomUUID().toString();
        var answer =
                developer
                        .send("POST", url + ":credentials", null, "Idempotency-Key", key)
                        .expect(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        var password = answer.json().path("password").asText();
        assertThat(password).hasSizeGreaterThan(30);
        var again =
                developer
                        .send("POST", url + ":credentials", null, "Idempotency-Key", key)
                        .expect(200);
        assertThat(again.json().path("password").isNull()).isTrue();
        assertThat(again.json().path("user")).isEqualTo(answer.json().path("user"));
        var connection = developer.get(url + "/connection").expect(200);
        assertThat(connection.text()).doesNotContain(password, "SCRAM");
        assertThat(connection.json()).isEqualTo(answer.json().path("connection"));
        var audited =
                Api.as("demo-admin")
                        .get("/api/v1/audit-events?tenant=demo&resource=demo/" + name)
                        .expect(200)
                        .text();
        assertThat(audited).contains("namespace.credentials").doesNotContain(password, "SCRAM");
        assertThat(developer.get(url).expect(200).json().at("/status/endpoint").asText())
                .isEqualTo(url + "/connection");
        try (Connection mine = connect(answer.json())) {
            say(mine, "CREATE TABLE mine (x int)");
            say(mine, "INSERT INTO mine VALUES (1)");
            assertThat(ask(mine, "SELECT x FROM mine")).isEqualTo("1");
        }
    }

    @Test
    void onlyWhoMayWriteGetsCredentialsAndWhoMayReadSeesTheWay() {
        var viewer = Api.as("demo-viewer");
        viewer.get(url + "/connection").expect(200);
        viewer.send("POST", url + ":credentials", null).expectProblem(403, "forbidden");
        var operator = Api.as("platform-operator");
        operator.get(url + "/connection").expectProblem(403, "forbidden");
        operator.send("POST", url + ":credentials", null).expectProblem(403, "forbidden");
        var stranger = Api.as("other-developer");
        stranger.get(url + "/connection").expectProblem(404, "not-found");
        stranger.send("POST", url + ":credentials", null).expectProblem(404, "not-found");
    }

    @Test
    void aNamespaceOfAnotherAbstractionHasNoConnection() {
        var other = freshName();
        Namespaces.create(developer, "demo", other, Namespaces.SPEC);
        developer.get(path("demo", other) + "/connection").expectProblem(409, "other-abstraction");
        developer
                .send("POST", path("demo", other) + ":credentials", null)
                .expectProblem(409, "other-abstraction");
        Namespaces.purge(developer, "demo", other);
    }

    @Test
    void whileBothWorkThereIsNoThirdUnlessTheNewestWasLost() {
        var first = issue(developer, url, "");
        var second = issue(developer, url, "");
        assertThat(second.path("user")).isNotEqualTo(first.path("user"));
        developer.send("POST", url + ":credentials", null).expectProblem(422, "limit-exceeded");
        developer
                .send("POST", url + ":credentials?dry_run=true", null)
                .expectProblem(422, "limit-exceeded");
        var again = issue(developer, url, "?reissue=true");
        assertThat(again.path("user")).isEqualTo(second.path("user"));
        assertThat(letsIn(first)).isTrue();
        assertThat(letsIn(second)).isFalse();
        assertThat(letsIn(again)).isTrue();
    }

    /** The client takes a connection for each statement, as soon as there are new ones by those. */
    @Test
    void aRotationFailsNoStatementAndTheOldOneEndsAfterTheOverlap() throws Exception {
        var first = issue(developer, url, "");
        try (Connection mine = connect(first)) {
            say(mine, "CREATE TABLE written (n int)");
        }
        var current = new AtomicReference<>(first);
        var written = new AtomicInteger();
        var over = new AtomicBoolean();
        JsonNode second;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(
                            () -> {
                                while (!over.get()) {
                                    try (Connection mine = connect(current.get())) {
                                        say(
                                                mine,
                                                "INSERT INTO written VALUES ("
                                                        + written.incrementAndGet()
                                                        + ")");
                                    }
                                }
                                return null;
                            });
            try {
                awaitProgress(written, writer);
                second = issue(developer, url, "?overlap=PT10S");
                awaitProgress(written, writer);
                current.set(second);
                awaitProgress(written, writer);
                Awaiting.within(SOON, "the end of the overlap", () -> !letsIn(first));
                awaitProgress(written, writer);
            } finally {
                over.set(true);
            }
            assertThat(writer.get()).isNull();
        }
        try (Connection mine = connect(second)) {
            assertThat(ask(mine, "SELECT count(*) FROM written"))
                    .isEqualTo(Integer.toString(written.get()));
        }
        var logins = developer.get(url + "/connection").expect(200).json().path("logins");
        assertThat(logins)
                .extracting(login -> login.path("user").asText())
                .containsExactly(second.path("user").asText());
        var third = issue(developer, url, "?overlap=PT0S");
        assertThat(third.path("user")).isEqualTo(first.path("user"));
        Awaiting.within(SOON, "the end of a leaked password", () -> !letsIn(second));
        assertThat(letsIn(third)).isTrue();
    }

    private static void awaitProgress(AtomicInteger written, Future<?> writer) {
        var goal = written.get() + 10;
        Awaiting.within(
                SOON, "ten more statements", () -> writer.isDone() || written.get() >= goal);
        assertThat(writer.isDone()).as("the client met a failure").isFalse();
    }

    @Test
    void whatEitherMakesBelongsToBothAndNobodyElseComesIn() throws SQLException {
        var first = issue(developer, url, "");
        try (Connection mine = connect(first)) {
            say(mine, "CREATE TABLE shared (x int)");
        }
        var second = issue(developer, url, "");
        try (Connection mine = connect(second)) {
            say(mine, "ALTER TABLE shared ADD COLUMN y int");
            say(mine, "DROP TABLE shared");
        }
        var stranger = Api.as("other-developer");
        var theirs = freshName();
        Namespaces.create(stranger, "other", theirs, SPEC);
        try {
            var foreign = issue(stranger, path("other", theirs), "");
            for (var database :
                    List.of(first.at("/connection/database").asText(), "postgres", "template1")) {
                var there =
                        foreign.at("/connection/jdbc_url")
                                .asText()
                                .replace(foreign.at("/connection/database").asText(), database);
                assertThatThrownBy(
                                () ->
                                        DriverManager.getConnection(
                                                there,
                                                foreign.path("user").asText(),
                                                foreign.path("password").asText()))
                        .as(database)
                        .hasMessageContaining("permission denied for database");
            }
        } finally {
            Namespaces.purge(stranger, "other", theirs);
        }
    }

    /** As soon as the server has seen that those before are gone. */
    private static Connection connectOnce(JsonNode credentials) {
        var connected = new AtomicReference<@Nullable Connection>();
        Awaiting.within(
                SOON,
                "the connections before are gone",
                () -> {
                    try {
                        connected.set(connect(credentials));
                        return true;
                    } catch (SQLException e) {
                        return false;
                    }
                });
        return java.util.Objects.requireNonNull(connected.get());
    }

    @Test
    void limitsAreKeptAndChangeInPlace() throws SQLException {
        var credentials = issue(developer, url, "");
        List<Connection> open = new ArrayList<>();
        try {
            for (var i = 0; i < 8; i++) {
                open.add(connect(credentials));
            }
            assertThatThrownBy(() -> connect(credentials))
                    .hasMessageContaining("too many connections");
            var lift =
                    "ALTER DATABASE "
                            + credentials.at("/connection/database").asText()
                            + " CONNECTION LIMIT 100";
            assertThatThrownBy(() -> say(open.getFirst(), lift))
                    .hasMessageContaining("must be owner");
            assertThatThrownBy(() -> say(open.getFirst(), "SELECT pg_sleep(30)"))
                    .hasMessageContaining("statement timeout");
        } finally {
            for (var each : open) {
                each.close();
            }
        }
        var revision = developer.get(url).expect(200).header("ETag");
        var changed =
                developer.send(
                        "PATCH",
                        url,
                        "{\"relational\": {\"max_connections\": 1}}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "If-Match",
                        revision);
        Namespaces.awaitEnd(developer, changed.expect(202));
        try (Connection only = connectOnce(credentials)) {
            assertThat(only.isValid(1)).isTrue();
            assertThatThrownBy(() -> connect(credentials))
                    .hasMessageContaining("too many connections");
        }
    }

    @Test
    void whatIsFullIsReadOnlyAndSaysSoUntilThereIsRoomAgain() throws SQLException {
        var small = freshName();
        var there = path("demo", small);
        Namespaces.create(
                developer,
                "demo",
                small,
                "{\"abstraction\": \"relational\", \"relational\": {\"storage_bytes\": 16777216}}");
        var credentials = issue(developer, there, "");
        try (Connection mine = connect(credentials)) {
            say(
                    mine,
                    "CREATE TABLE filled AS SELECT repeat(md5(n::text), 30) FROM"
                            + " generate_series(1, 20000) n");
        }
        Awaiting.within(LONG, "it is full", () -> reason(there).contains("storage is full"));
        var user = credentials.path("user").asText();
        try (Connection mine = connect(credentials)) {
            say(mine, "SET ROLE NONE");
            say(mine, "SET default_transaction_read_only = off");
            say(mine, "ALTER ROLE " + user + " SET default_transaction_read_only = off");
        }
        Awaiting.within(
                LONG, "what the log-in has lifted is in force again", () -> readOnly(credentials));
        try (Connection mine = connect(credentials)) {
            assertThatThrownBy(() -> say(mine, "CREATE TABLE more (x int)"))
                    .hasMessageContaining("read-only transaction");
            say(mine, "SET default_transaction_read_only = off");
            say(mine, "DROP TABLE filled");
        }
        Awaiting.within(LONG, "there is room again", () -> reason(there).isEmpty());
        try (Connection mine = connect(credentials)) {
            say(mine, "CREATE TABLE more (x int)");
        }
        Namespaces.purge(developer, "demo", small);
    }

    private static boolean readOnly(JsonNode credentials) {
        try (Connection mine = connect(credentials)) {
            return ask(mine, "SHOW transaction_read_only").equals("on");
        } catch (SQLException e) {
            return false;
        }
    }

    private String reason(String there) {
        var reason = developer.get(there).expect(200).json().at("/status/reason");
        return reason.isNull() ? "" : reason.asText();
    }

    @Test
    void whatIsRetiredIsClosedAndWhatIsRestoredIsAsItWas() throws SQLException {
        var credentials = issue(developer, url, "");
        var uid = developer.get(url).expect(200).json().path("uid").asText();
        try (Connection mine = connect(credentials)) {
            say(mine, "CREATE TABLE kept (x int)");
            var retired = developer.delete(url + "?retention=P1D").expect(202);
            Namespaces.awaitEnd(developer, retired);
            assertThat(mine.isValid(1)).isFalse();
        }
        assertThat(letsIn(credentials)).isFalse();
        var restore = "/api/v1/tenants/demo/retired-namespaces/" + uid + ":restore";
        Namespaces.awaitEnd(developer, developer.send("POST", restore, null).expect(202));
        try (Connection mine = connect(credentials)) {
            assertThat(ask(mine, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }
}
