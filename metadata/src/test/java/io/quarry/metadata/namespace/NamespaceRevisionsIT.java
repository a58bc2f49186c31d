package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.problem.ProblemCode;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NamespaceRevisionsIT {
    @Inject Namespaces namespaces;
    @Inject NamespaceRevisions revisions;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(10);
    }

    private Uid changed(int times) {
        Uid uid = namespaces.put(id, ttl(1), ada(), true).namespace().uid();
        Seed.ended(uid, NamespaceState.ACTIVE);
        for (int n = 1; n < times; n++) {
            namespaces.put(id, ttl(n + 1), ada(n), false);
            Seed.ended(uid, NamespaceState.ACTIVE);
        }
        return uid;
    }

    private NamespaceSpec ttl(int days) {
        return spec(shard, "\"ttl\": \"P%dD\"".formatted(days));
    }

    @Test
    void everySpecIsThereNewestFirstWithWhoAskedForItAndWhen() {
        changed(5);
        assertThat(walk(2, page -> revisions.list(id, page), () -> {}))
                .hasSize(5)
                .allSatisfy(
                        each -> {
                            assertThat(each.spec()).isEqualTo(ttl((int) each.revision()));
                            assertThat(each.changedBy()).isEqualTo(Callers.ADA.address());
                            assertThat(each.changedAt()).isNotNull();
                            assertThat(revisions.find(id, each.revision())).contains(each);
                        })
                .extracting(SpecRevision::revision)
                .containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void oneThatWasIsAppliedAgainAsItStands() {
        changed(2);
        NamespaceSpec was = revisions.find(id, 1).orElseThrow().spec();
        Accepted again = namespaces.put(id, was, ada(2), false);
        assertThat(again.namespace().spec()).isEqualTo(ttl(1));
        assertThat(revisions.find(id, 3).orElseThrow().spec()).isEqualTo(was);
    }

    @Test
    void whatWasNeverAndWhatBelongsToOneBeforeIsNotThere() {
        assertThat(refusal(() -> revisions.find(id, 1)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        Uid before = changed(2);
        assertThat(revisions.find(id, 3)).isEmpty();
        assertThat(revisions.find(id, 0)).isEmpty();
        Seed.ended(before, NamespaceState.RETIRED);
        assertThat(refusal(() -> revisions.list(id, PageRequest.first())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        changed(1);
        assertThat(revisions.list(id, PageRequest.first()).items()).hasSize(1);
        assertThat(revisions.find(id, 2)).isEmpty();
    }
}
