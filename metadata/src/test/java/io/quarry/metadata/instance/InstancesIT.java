package io.quarry.metadata.instance;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ADA;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.Revision;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class InstancesIT {
    @Inject Instances instances;
    @Inject Audit audit;

    private final String id = Seed.name("gateway");

    @AfterEach
    void itIsGone() {
        instances.evict(id, true, ada());
    }

    private List<Instance> all() {
        return walk(2, instances::list, () -> {});
    }

    private Instance listed() {
        return all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void whoRegistersIsListedAndHasAppliedNothing() {
        Instance registered = instances.register(id, "10.0.0.1");
        assertThat(registered.host()).isEqualTo("10.0.0.1");
        assertThat(registered.applied()).isEqualTo(Revision.ZERO);
        assertThat(listed()).isEqualTo(registered);
        assertThat(all()).extracting(Instance::id).isSorted();
    }

    @Test
    void aHeartbeatRaisesWhatWasAppliedAndNeverTakesItBack() {
        Instance registered = instances.register(id, "10.0.0.1");
        for (Revision applied :
                List.of(new Revision(1, 7), new Revision(1, 9), new Revision(2, 3))) {
            assertThat(instances.heartbeat(id, applied)).isTrue();
            assertThat(listed().applied()).isEqualTo(applied);
        }
        for (Revision late : List.of(new Revision(1, 100), new Revision(2, 2), Revision.ZERO)) {
            assertThat(instances.heartbeat(id, late)).isTrue();
            assertThat(listed().applied()).isEqualTo(new Revision(2, 3));
        }
        assertThat(listed().lastSeen()).isAfter(registered.lastSeen());
        assertThat(listed().registeredAt()).isEqualTo(registered.registeredAt());
    }

    @Test
    void ofConcurrentHeartbeatsTheHighestStays() {
        instances.register(id, "10.0.0.1");
        Together.call(
                8,
                n -> {
                    for (int counter = 20; counter > 0; counter--) {
                        assertThat(instances.heartbeat(id, new Revision(1, counter * 10L + n)))
                                .isTrue();
                    }
                    return true;
                });
        assertThat(listed().applied()).isEqualTo(new Revision(1, 207));
    }

    @Test
    void whoRegistersAgainHasAppliedNothing() {
        Instance first = instances.register(id, "10.0.0.1");
        instances.heartbeat(id, new Revision(1, 7));
        Instance second = instances.register(id, "10.0.0.2");
        assertThat(second.applied()).isEqualTo(Revision.ZERO);
        assertThat(second.host()).isEqualTo("10.0.0.2");
        assertThat(second.registeredAt()).isAfter(first.registeredAt());
        assertThat(listed()).isEqualTo(second);
    }

    @Test
    void whoIsEvictedIsToldAtItsNextHeartbeat() {
        assertThat(instances.heartbeat(id, new Revision(1, 1))).isFalse();
        instances.register(id, "10.0.0.1");
        assertThat(instances.evict(id, true, ada())).isTrue();
        assertThat(instances.evict(id, true, ada())).isFalse();
        assertThat(instances.heartbeat(id, new Revision(1, 1))).isFalse();
        assertThat(all()).extracting(Instance::id).doesNotContain(id);
    }

    @Test
    void anEvictionLeavesARowThatSaysWhatWasThere() {
        Instance registered = instances.register(id, "10.0.0.1");
        instances.evict(id, true, ada());
        instances.evict(id, true, ada());
        AuditFilter evictions =
                new AuditFilter(
                        new Visible.All(), null, null, null, id, null, null, null, null, null);
        assertThat(audit.list(evictions, PageRequest.first()).items())
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.action()).isEqualTo("instance.evict");
                            assertThat(event.actor()).isEqualTo(ADA.address());
                            assertThat(event.tenant()).isNull();
                            assertThat(event.before())
                                    .containsEntry("host", registered.host())
                                    .containsEntry("id", id);
                            assertThat(event.after()).isNull();
                        });
    }

    @Test
    void oneThatLivesIsEvictedByForceOnly() {
        instances.register(id, "10.0.0.1");
        assertThat(refusal(() -> instances.evict(id, false, ada())).code())
                .isEqualTo(ProblemCode.INSTANCE_LIVE);
        assertThat(refusal(() -> instances.planEviction(id, false)).code())
                .isEqualTo(ProblemCode.INSTANCE_LIVE);
        assertThat(instances.planEviction(id, true)).contains(listed());
        int _ =
                BackDoor.requests(
                        "@platform",
                        handle ->
                                handle.execute(
                                        "UPDATE instance SET last_seen = now() - interval '6 s'"
                                                + " WHERE id = ?",
                                        id));
        assertThat(instances.planEviction(id, false)).contains(listed());
        Caller caller = ada(new IdempotencyKey("key", "POST /it", "hash"));
        assertThat(instances.evict(id, false, caller)).isTrue();
        assertThat(instances.evict(id, false, caller)).as("the same request").isTrue();
        assertThat(instances.evict(id, false, ada())).isFalse();
        assertThat(instances.planEviction(id, false)).isEmpty();
    }
}
