package io.quarry.metadata.placement;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each abstraction goes to a shard of its engine, and to no other. */
@QuarkusTest
class EnginesIT {
    private static final String SEARCH =
            """
            "abstraction": "search", "search": {"fields": {"title": {"type": "text"}}}
            """;
    private static final String COUNTER =
            """
            "abstraction": "counter", "counter": {"mode": "best-effort"}
            """;
    private static final String DATASET =
            """
            "abstraction": "dataset", "dataset": {"types": {"A": {"fields": {"i": "int"}, "primary_key": ["i"]}}}
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String label = "";

    @BeforeEach
    void aTenantAndAShardOfCassandra() {
        id = new NamespaceId(Seed.tenant(), "orders");
        label = Seed.label(Seed.shard(10));
    }

    private String shard(String engine) {
        String shard = Seed.shard(10, label, "ACTIVE");
        int _ = BackDoor.run("UPDATE shard SET engine = ? WHERE id = ?", engine, shard);
        return shard;
    }

    private NamespaceSpec spec(String members) {
        String json = "{\"labels\": {\"it\": \"%s\"}, %s}".formatted(label, members);
        try {
            return NamespaceSpecs.parse(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static String said(String abstraction) {
        return switch (abstraction) {
            case "search" -> SEARCH;
            case "counter" -> COUNTER;
            case "dataset" -> DATASET;
            default -> "\"abstraction\": \"" + abstraction + "\"";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "search, ELASTICSEARCH, /data/v1/search/",
        "cache, MEMCACHED, /data/v1/cache/",
        "object, S3, /data/v1/objects/",
        "counter, MEMCACHED, /data/v1/counters/",
        "dataset, S3, /data/v1/datasets/"
    })
    void aNamespaceIsPlacedOnAShardOfItsEngine(String abstraction, Engine engine, String endpoint) {
        NamespaceSpec wished = spec(said(abstraction));
        ProblemException none = refusal(() -> namespaces.put(id, wished, ada(), true));
        assertThat(none.code()).isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(none.detail()).contains("is of engine CASSANDRA");

        String shard = shard(engine.name());
        Accepted.Created created = (Accepted.Created) namespaces.put(id, wished, ada(), true);
        Namespace namespace = namespaces.find(id).orElseThrow();
        assertThat(namespace).isEqualTo(created.namespace());
        assertThat(namespace.spec()).isEqualTo(wished);
        assertThat(namespace.status().placements())
                .containsExactly(new Placement(PlacementRole.PRIMARY, shard));
        assertThat(namespace.status().effective().engine()).isEqualTo(engine);
        assertThat(namespace.status().endpoint()).isEqualTo(endpoint + id);
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(created.operation().plan().steps())
                .extracting(StepPlan::name)
                .containsExactly(
                        "create-structures", "publish-route", "await-gateways", "activate");
    }

    @Test
    void aFieldIsAddedByWayOfTheStore() {
        shard("ELASTICSEARCH");
        Namespace before = settled(SEARCH);
        NamespaceSpec wider = spec(SEARCH.replace("}}}", "}, \"year\": {\"type\": \"long\"}}}"));
        Accepted.Changed changed = (Accepted.Changed) namespaces.put(id, wider, ada(1), false);
        assertThat(changed.namespace().uid()).isEqualTo(before.uid());
        assertThat(changed.namespace().spec()).isEqualTo(wider);
        assertThat(changed.operation().plan().steps())
                .extracting(StepPlan::name)
                .containsExactly(
                        "change-structures", "publish-route", "await-gateways", "activate");
        assertThat(changed.operation().plan().steps().getFirst().plan()).endsWith(": search");
    }

    @Test
    void aFieldStaysAsItIs() {
        shard("ELASTICSEARCH");
        settled(SEARCH);
        NamespaceSpec other = spec(SEARCH.replace("text", "keyword"));
        ProblemException refusal = refusal(() -> namespaces.put(id, other, ada(1), false));
        assertThat(refusal.code()).isEqualTo(ProblemCode.IMMUTABLE_FIELD);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactly("search.fields.title");
        assertThat(plans.planPut(id, other, ada(1), false).refusals().getFirst().code())
                .isEqualTo(ProblemCode.IMMUTABLE_FIELD);
    }

    /** More versions are more to be kept, and none of the store's business. */
    @Test
    void howManyVersionsADatasetKeepsChangesWhatItReserves() {
        shard("S3");
        Namespace before = settled(DATASET);
        NamespaceSpec more = spec(DATASET.replace("\"types\"", "\"keep_versions\": 20, \"types\""));
        Accepted.Changed changed = (Accepted.Changed) namespaces.put(id, more, ada(1), false);
        assertThat(changed.namespace().status().effective().demand().diskBytes())
                .isEqualTo(2 * before.status().effective().demand().diskBytes());
        assertThat(changed.operation().plan().steps().getFirst().name()).isEqualTo("publish-route");
    }

    @Test
    void aLongerRetentionReservesMoreByWayOfTheStore() {
        Namespace before = settled("\"abstraction\": \"time-series\"");
        NamespaceSpec longer =
                spec(
                        "\"abstraction\": \"time-series\", \"time_series\": {\"retention\":"
                                + " \"P90D\"}");
        Accepted.Changed changed = (Accepted.Changed) namespaces.put(id, longer, ada(1), false);
        assertThat(changed.namespace().status().effective().demand().diskBytes())
                .isGreaterThan(before.status().effective().demand().diskBytes());
        assertThat(changed.operation().plan().steps().getFirst().name())
                .isEqualTo("change-structures");
    }

    @Test
    void aTtlConcernsAnObjectStoreAndNotACache() {
        shard("S3");
        settled("\"abstraction\": \"object\"");
        assertThat(
                        plans.planPut(
                                        id,
                                        spec("\"abstraction\": \"object\", \"ttl\": \"P9D\""),
                                        ada(1),
                                        false)
                                .steps()
                                .getFirst()
                                .name())
                .isEqualTo("change-structures");
        id = new NamespaceId(id.tenant(), "hot");
        shard("MEMCACHED");
        settled("\"abstraction\": \"cache\"");
        assertThat(
                        plans.planPut(
                                        id,
                                        spec("\"abstraction\": \"cache\", \"ttl\": \"PT9M\""),
                                        ada(1),
                                        false)
                                .steps()
                                .getFirst()
                                .name())
                .isEqualTo("publish-route");
    }

    private Namespace settled(String members) {
        Namespace namespace = namespaces.put(id, spec(members), ada(), true).namespace();
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
        return namespace;
    }
}
