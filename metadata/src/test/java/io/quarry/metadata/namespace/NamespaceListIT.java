package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NamespaceListIT {
    @Inject Namespaces namespaces;

    private TenantId tenant = TenantId.of("unseeded");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        tenant = Seed.tenant();
        shard = Seed.shard(100);
    }

    private Uid seed(String name, NamespaceState state) {
        return Seed.namespace(new NamespaceId(tenant, name), shard, state);
    }

    @Test
    void pagesAreCompleteAndWithoutDoublesWhileNamespacesAreMade() {
        List<Uid> before =
                IntStream.range(0, 10)
                        .mapToObj(n -> seed("m-" + n + "0", NamespaceState.ACTIVE))
                        .toList();
        List<String> made = new ArrayList<>();
        List<Namespace> seen =
                walk(
                        3,
                        page -> namespaces.list(tenant, NamespaceFilter.live(), page),
                        () -> {
                            made.add(Seed.name("a"));
                            seed(made.getLast(), NamespaceState.ACTIVE);
                            seed(Seed.name("z"), NamespaceState.ACTIVE);
                        });
        assertThat(made).hasSizeGreaterThan(2);
        assertThat(seen).extracting(Namespace::uid).doesNotHaveDuplicates().containsAll(before);
        assertThat(seen)
                .extracting(Namespace::name)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotContainAnyElementsOf(made);
    }

    @Test
    void anItemOfAListIsWhatIsFoundByItsName() {
        Accepted.Created created =
                (Accepted.Created)
                        namespaces.put(
                                new NamespaceId(tenant, "orders"), Seed.spec(shard), ada(), true);
        seed("invoices", NamespaceState.ACTIVE);
        List<Namespace> listed =
                namespaces.list(tenant, NamespaceFilter.live(), PageRequest.first()).items();
        assertThat(listed).extracting(Namespace::name).containsExactly("invoices", "orders");
        assertThat(listed.getLast()).isEqualTo(created.namespace());
        assertThat(listed)
                .allSatisfy(each -> assertThat(namespaces.find(each.address())).contains(each));
    }

    @Test
    void onlyTheTenantsOwnThatHoldTheirNameAreListedUnlessAStateIsAskedFor() {
        TenantId other = Seed.tenant();
        Seed.namespace(new NamespaceId(other, "orders"), shard, NamespaceState.ACTIVE);
        Uid first = seed("orders", NamespaceState.RETIRED);
        Uid second = seed("orders", NamespaceState.RETIRED);
        seed("orders", NamespaceState.PURGED);
        Uid third = seed("orders", NamespaceState.RETIRING);
        assertThat(uids(NamespaceFilter.live())).containsExactly(third);
        assertThat(uids(new NamespaceFilter(null, NamespaceState.RETIRED)))
                .containsExactlyInAnyOrder(first, second);
        assertThat(uids(new NamespaceFilter(null, NamespaceState.ACTIVE))).isEmpty();
    }

    /** With pages of one, so that namesakes come one after the other. */
    private List<Uid> uids(NamespaceFilter filter) {
        return walk(1, page -> namespaces.list(tenant, filter, page), () -> {}).stream()
                .map(Namespace::uid)
                .toList();
    }

    @Test
    void aPrefixIsTakenAsItIsWritten() {
        seed("orders", NamespaceState.ACTIVE);
        seed("orders-eu", NamespaceState.ACTIVE);
        seed("ordinary", NamespaceState.ACTIVE);
        assertThat(names("orders")).containsExactly("orders", "orders-eu");
        assertThat(names("orders-")).containsExactly("orders-eu");
        assertThat(names("")).containsExactly("orders", "orders-eu", "ordinary");
        assertThat(names("ord_rs")).isEmpty();
        assertThat(names("%")).isEmpty();
        assertThat(names("x")).isEmpty();
    }

    private List<String> names(String prefix) {
        return walk(
                        1,
                        page -> namespaces.list(tenant, new NamespaceFilter(prefix, null), page),
                        () -> {})
                .stream()
                .map(Namespace::name)
                .toList();
    }

    @Test
    void aPageTokenOfAnotherListingIsRefused() {
        seed("orders", NamespaceState.ACTIVE);
        seed("orders-eu", NamespaceState.ACTIVE);
        TenantId other = Seed.tenant();
        NamespaceFilter live = NamespaceFilter.live();
        String token = namespaces.list(tenant, live, new PageRequest(1, null)).nextPageToken();
        assertThat(token).isNotNull();
        PageRequest page = new PageRequest(1, token);
        assertThat(namespaces.list(tenant, live, page).items()).hasSize(1);
        assertThat(refusal(() -> namespaces.list(other, live, page)).code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
        for (NamespaceFilter filter :
                List.of(
                        new NamespaceFilter("orders", null),
                        new NamespaceFilter(null, NamespaceState.ACTIVE))) {
            assertThat(refusal(() -> namespaces.list(tenant, filter, page)).code())
                    .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
        }
    }
}
