package io.quarry.metadata.idempotency;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ADA;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyIT {
    private static final TypeReference<String> TEXT = new TypeReference<>() {};

    @Inject Idempotency idempotency;
    @Inject Tenancy tenancy;
    @Inject Tenants tenants;
    @Inject Grants grants;
    @Inject Namespaces namespaces;

    private final AtomicInteger done = new AtomicInteger();
    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private static IdempotencyKey key(String key) {
        return new IdempotencyKey(key, "PUT /it", "hash");
    }

    private String once(Caller caller, @Nullable TenantId of) {
        return once(caller, of, () -> "answer " + done.incrementAndGet());
    }

    private String once(Caller caller, @Nullable TenantId of, Supplier<String> work) {
        Supplier<String> request = () -> idempotency.once(caller, of, TEXT, work);
        return of == null ? tenancy.platform(request) : tenancy.call(of, request);
    }

    @Test
    void theSameKeyHasOneEffectAndOneAnswer() {
        for (int times = 0; times < 3; times++) {
            assertThat(once(ada(key("k")), tenant)).isEqualTo("answer 1");
        }
        assertThat(done).hasValue(1);
        assertThat(once(ada(key("other")), tenant)).isEqualTo("answer 2");
    }

    @Test
    void withoutAKeyItIsDoneEachTime() {
        assertThat(once(ada(), tenant)).isEqualTo("answer 1");
        assertThat(once(ada(), tenant)).isEqualTo("answer 2");
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        once(ada(key("k")), tenant);
        IdempotencyKey reused = new IdempotencyKey("k", "PUT /it", "another hash");
        assertThat(refusal(() -> once(ada(reused), tenant)).code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(done).hasValue(1);
        assertThat(once(ada(key("k")), tenant)).isEqualTo("answer 1");
    }

    @Test
    void whileTheFirstIsUnderWayTheSecondIsRefusedAtOnce() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<String> first =
                Together.begin(
                        () ->
                                once(
                                        ada(key("k")),
                                        tenant,
                                        () -> {
                                            begun.countDown();
                                            pass(goOn);
                                            return "first";
                                        }));
        pass(begun);
        ProblemException refusal = refusal(() -> once(ada(key("k")), tenant));
        assertThat(refusal.code()).isEqualTo(ProblemCode.IDEMPOTENCY_IN_FLIGHT);
        assertThat(refusal.code().retryable()).isTrue();
        assertThat(once(ada(key("another")), tenant)).isEqualTo("answer 1");
        assertThat(first).isNotDone();
        goOn.countDown();
        assertThat(Together.end(first)).isEqualTo("first");
        assertThat(once(ada(key("k")), tenant)).isEqualTo("first");
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRequestThatFailedMayBeRepeated() {
        for (RuntimeException failure :
                new RuntimeException[] {
                    new ProblemException(ProblemCode.NO_CAPACITY, "full"),
                    new IllegalArgumentException("broken")
                }) {
            assertThat(
                            catchThrowable(
                                    () ->
                                            once(
                                                    ada(key("k")),
                                                    tenant,
                                                    () -> {
                                                        throw failure;
                                                    })))
                    .isSameAs(failure);
        }
        // not even as the same request
        IdempotencyKey changed = new IdempotencyKey("k", "PUT /it", "another hash");
        assertThat(once(ada(changed), tenant)).isEqualTo("answer 1");
    }

    @Test
    void keysOfOthersAreApart() {
        TenantId other = Seed.tenant();
        IdempotencyKey key = key(Seed.name("k"));
        IdempotencyKey elsewhere = new IdempotencyKey(key.key(), "PUT /elsewhere", "hash");
        Principal otherSubject = new Principal(ADA.issuer(), "subject-bob", ADA.address());
        Principal otherIssuer = new Principal("realm-other", ADA.subject(), ADA.address());
        assertThat(once(ada(key), tenant)).isEqualTo("answer 1");
        assertThat(once(ada(key), other)).isEqualTo("answer 2");
        assertThat(once(ada(key), null)).isEqualTo("answer 3");
        assertThat(once(ada(elsewhere), tenant)).isEqualTo("answer 4");
        assertThat(once(by(otherSubject, key), tenant)).isEqualTo("answer 5");
        assertThat(once(by(otherIssuer, key), tenant)).isEqualTo("answer 6");
        assertThat(once(ada(key), null)).isEqualTo("answer 3");
        assertThat(once(by(otherIssuer, key), tenant)).isEqualTo("answer 6");
        assertThat(done).hasValue(6);
    }

    private static Caller by(Principal principal, IdempotencyKey key) {
        return new Caller(principal, "request-1", key, null);
    }

    @Test
    void eachDoorAnswersARepeatedRequestAsItAnsweredTheFirst() {
        NamespaceId orders = new NamespaceId(tenant, "orders");
        String shard = Seed.shard(1);
        Grant viewer = new Grant("user:bob", Role.TENANT_VIEWER, new Scope.OfTenant(tenant));
        Accepted created = repeated(() -> namespaces.put(orders, spec(shard), ada(key("1")), true));
        assertThat(created).isInstanceOf(Accepted.Created.class);
        Seed.ended(created.namespace().uid(), NamespaceState.ACTIVE);
        Caller changing = new Caller(ADA, "request-1", key("2"), 1L);
        assertThat(
                        repeated(
                                () ->
                                        namespaces.put(
                                                orders,
                                                spec(shard, "\"ttl\": \"P1D\""),
                                                changing,
                                                false)))
                .isInstanceOf(Accepted.Changed.class);
        Seed.ended(created.namespace().uid(), NamespaceState.ACTIVE);
        assertThat(
                        repeated(
                                () ->
                                        namespaces.put(
                                                orders,
                                                spec(shard, "\"ttl\": \"P1D\""),
                                                ada(key("3")),
                                                false)))
                .isInstanceOf(Accepted.Unchanged.class);
        Operation _ = repeated(() -> namespaces.retire(orders, Duration.ofDays(1), ada(key("4"))));
        assertThat(repeated(() -> grants.put(viewer, ada(key("5")))).created()).isTrue();
        assertThat(repeated(() -> grants.remove("user:bob", viewer.scope(), ada(key("6")))))
                .isTrue();
        TenantId fresh = TenantId.of(Seed.name("t"));
        assertThat(
                        repeated(() -> tenants.put(fresh, new TenantSpec("new"), ada(key("7"))))
                                .created())
                .isTrue();
        assertThat(BackDoor.audited(tenant))
                .containsExactly(
                        "namespace.create",
                        "namespace.change",
                        "namespace.retire",
                        "grant.put",
                        "grant.remove");
        assertThat(BackDoor.audited(fresh)).containsExactly("tenant.create");
    }

    private static <T> T repeated(Supplier<T> request) {
        T first = request.get();
        assertThat(request.get()).isEqualTo(first);
        return first;
    }
}
