package io.quarry.metadata.shard;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewShardTest {
    private static final Capacity ROOM = new Capacity(1, 1, 1, 1, 1, 1);

    private static final Set<Provider> BOTH = EnumSet.allOf(Provider.class);

    private static NewShard at(String endpoint) {
        return new NewShard(
                "cassandra-2", Engine.CASSANDRA, null, List.of(endpoint), null, ROOM, null, null);
    }

    private static List<String> fields(NewShard wanted) {
        ProblemException refusal = refusal(() -> wanted.shard(BOTH));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return refusal.violations().stream().map(Violation::field).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:9042", "node-1.cassandra.example.org:1", "localhost:65535"})
    void anEndpointIsAHostAndAPort(String endpoint) {
        Shard shard = at(endpoint).shard(BOTH);
        assertThat(shard.endpoints()).containsExactly(endpoint);
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(shard.credentialRef()).isEqualTo("cassandra-2");
        assertThat(shard.settings()).containsExactly(Map.entry("provider", "existing"));
        assertThat(shard.reserved()).isEqualTo(Capacity.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.1",
                ":9042",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "10.0.0.1:9042/x",
                "http://10.0.0.1:9042",
                "user@10.0.0.1:9042",
                "a,b:9042",
                "a b:9042",
                "a:9042\n",
                "-a:9042"
            })
    void nothingElseIs(String endpoint) {
        assertThat(fields(at(endpoint))).containsExactly("endpoints[0]");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThat(fields(new NewShard(null, null, null, null, null, null, null, null)))
                .containsExactly("id", "engine", "endpoints", "capacity");
        assertThat(
                        fields(
                                new NewShard(
                                        "cassandra-2",
                                        Engine.CASSANDRA,
                                        Provider.EXISTING,
                                        List.of("a:1", "a:1"),
                                        Map.of("region", "with spaces"),
                                        new Capacity(1, 1, 1, 1, 0, Capacity.MOST + 1),
                                        "../secrets",
                                        Map.of("datacenter", "\"; DROP", "keyspace", "other"))))
                .containsExactlyInAnyOrder(
                        "endpoints",
                        "labels.region",
                        "capacity.writes_per_second",
                        "capacity.objects",
                        "credential_ref",
                        "settings.datacenter",
                        "settings.keyspace");
    }

    @ParameterizedTest
    @EnumSource
    void aShardOfEachEngineMayBeRegistered(Engine engine) {
        Shard shard = of(engine, Map.of()).shard(BOTH);
        assertThat(shard.engine()).isEqualTo(engine);
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
    }

    @ParameterizedTest
    @EnumSource
    void eachEngineKnowsItsOwnSettings(Engine engine) {
        Map<String, String> settings =
                switch (engine) {
                    case CASSANDRA -> Map.of("datacenter", "dc-1");
                    case POSTGRESQL -> Map.of("database", "quarry", "sslmode", "require");
                    case S3 -> Map.of("region", "eu-central-1");
                    case ELASTICSEARCH, MEMCACHED -> Map.of();
                };
        assertThat(of(engine, settings).shard(BOTH).settings()).containsAllEntriesOf(settings);
        assertThat(fields(of(engine, Map.of("colour", "red")))).containsExactly("settings.colour");
        if (engine != Engine.S3) {
            assertThat(fields(of(engine, Map.of("region", "eu"))))
                    .containsExactly("settings.region");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAShardThatIsStartedTheWorkerSaysWhereItIs(Engine engine) {
        Shard shard = started(engine, null, null, null).shard(BOTH);
        assertThat(shard.provider()).isEqualTo(Provider.LOCAL);
        assertThat(shard.endpoints()).isEmpty();
        assertThat(shard.credentialRef()).isEqualTo("shard-2");
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(fields(started(engine, List.of(), "shard-2", Map.of())))
                .containsExactly("endpoints", "credential_ref", "settings");
        ShardAddress address = new ShardAddress(List.of("127.0.0.1:12000"), null, Map.of());
        Shard reached = address.applied(shard);
        assertThat(reached.endpoints()).containsExactly("127.0.0.1:12000");
        assertThat(reached.credentialRef()).isEqualTo("shard-2");
        assertThat(reached.provider()).isEqualTo(Provider.LOCAL);
        assertThat(
                        refusal(
                                        () ->
                                                new ShardAddress(
                                                                List.of("nowhere"),
                                                                "../x",
                                                                Map.of("a", "b"))
                                                        .applied(shard))
                                .violations())
                .extracting(Violation::field)
                .containsExactly("endpoints[0]", "credential_ref", "settings.a");
    }

    @Test
    void whoHasNoLocalProviderSaysSo() {
        NewShard wanted = started(Engine.MEMCACHED, null, null, null);
        ProblemException refusal = refusal(() -> wanted.shard(EnumSet.of(Provider.EXISTING)));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations()).hasSize(1);
        Violation violation = refusal.violations().getFirst();
        assertThat(violation.field()).isEqualTo("provider");
        assertThat(violation.message()).startsWith("must be existing");
    }

    @Test
    void aShardThatIsStartedNeedsANameAnEngineAndRoom() {
        assertThat(fields(new NewShard(null, null, Provider.LOCAL, null, null, null, null, null)))
                .containsExactly("id", "engine", "capacity");
    }

    private static NewShard started(
            Engine engine,
            @Nullable List<String> endpoints,
            @Nullable String credentialRef,
            @Nullable Map<String, String> settings) {
        return new NewShard(
                "shard-2", engine, Provider.LOCAL, endpoints, null, ROOM, credentialRef, settings);
    }

    private static NewShard of(Engine engine, Map<String, String> settings) {
        return new NewShard(
                "shard-2", engine, null, List.of("10.0.0.1:1"), null, ROOM, null, settings);
    }

    @Test
    void aPatchNamesWhatItChangesAndNothingElse() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Shard shard = at("a:1").shard(BOTH);
        ShardPatch patch =
                ShardPatch.of(
                        json.readTree(
                                "{\"labels\": {\"region\": \"eu\", \"zone\": null},"
                                        + " \"capacity\": {\"objects\": 7}}"));
        Shard changed = patch.applied(shard);
        assertThat(changed.labels()).containsExactly(Map.entry("region", "eu"));
        assertThat(changed.capacity()).isEqualTo(new Capacity(1, 1, 1, 1, 1, 7));
        assertThat(ShardPatch.of(json.readTree("{\"labels\": null}")).applied(changed).labels())
                .isEmpty();
        assertThat(refusal(() -> ShardPatch.of(json.readTree("{\"endpoints\": [\"b:1\"]}"))).code())
                .isEqualTo(ProblemCode.UNKNOWN_FIELD);
        ProblemException wrong =
                refusal(
                        () ->
                                ShardPatch.of(
                                        json.readTree(
                                                "{\"labels\": {\"a\": 1}, \"capacity\":"
                                                        + " {\"objects\": 1.5, \"millicores\":"
                                                        + " 0}}")));
        assertThat(wrong.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("labels.a", "capacity.objects", "capacity.millicores");
    }
}
