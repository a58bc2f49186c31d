package io.quarry.api.identity;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People of the real realm who are deleted there, and others who are given their names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesakesIT {
    /** Grants are known to the gateways within two; the rest is for a machine that is busy. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private static final String VIEWER = "{\"role\": \"tenant-viewer\"}";

    private final Api admin = Api.as("demo-admin");
    private final String namespace = freshName();
    private final String item = "/data/v1/kv/demo/" + namespace + "/records/people/items/first";
    private String name = "";

    @BeforeAll
    void makeWhatIsRead() {
        Namespaces.create(admin, "demo", namespace, SPEC);
        admin.put(item, "ada", "Content-Type", "text/plain").expect(204);
    }

    @AfterAll
    void purge() {
        Namespaces.purge(admin, "demo", namespace);
    }

    @BeforeEach
    void aPersonWithAGrant() {
        name = freshName();
        Realm.makePerson(name);
        admin.put(member(), VIEWER).expect(201);
    }

    @AfterEach
    void nobodyIsLeft() {
        admin.delete(member());
        Realm.removePerson(name);
    }

    private String member() {
        return "/api/v1/tenants/demo/members/user:" + name;
    }

    private Api asThePerson() {
        return Api.withToken(Tokens.fresh(name));
    }

    /** Another one, with the name of the one who goes. */
    private Api theNextOfThatName() {
        Realm.removePerson(name);
        Realm.makePerson(name);
        return asThePerson();
    }

    private void awaitItem(Api who, int status) {
        Awaiting.within(
                AT_MOST, name + " reads with " + status, () -> who.get(item).status() == status);
    }

    private boolean isSettled() {
        return !admin.get(
                        "/api/v1/audit-events?tenant=demo&action=principal.resolve&resource=user:"
                                + name
                                + "%20on%20demo")
                .expect(200)
                .json()
                .get("items")
                .isEmpty();
    }

    @Test
    void theNextOfANameIsAStrangerUntilItIsGrantedAnew() {
        var first = asThePerson();
        first.get(path("demo", namespace)).expect(200);
        assertThat(isSettled()).isTrue();
        awaitItem(first, 200);

        var second = theNextOfThatName();
        second.get("/api/v1/tenants/demo").expectProblem(404, "not-found");
        second.get(path("demo", namespace)).expectProblem(404, "not-found");
        assertThat(second.get("/api/v1/me").expect(200).json().get("grants")).isEmpty();
        awaitItem(second, 404);
        awaitItem(first, 200);
        var denials =
                admin.get("/api/v1/audit-events?tenant=demo&outcome=denied&actor=user:" + name)
                        .expect(200)
                        .json()
                        .get("items");
        assertThat(denials)
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(each.at("/detail/reason").asText())
                                        .contains("another subject"));

        admin.put(member(), VIEWER).expect(200);
        second.get("/api/v1/tenants/demo").expectProblem(404, "not-found");
        admin.delete(member()).expect(204);
        admin.put(member(), VIEWER).expect(201);
        second.get("/api/v1/tenants/demo").expect(200);
        awaitItem(second, 200);
        awaitItem(first, 404);
    }

    /** Who reads and writes only is never seen by the control routes. */
    @Test
    void theDataPlaneSettlesANameByItself() {
        var first = asThePerson();
        awaitItem(first, 200);
        Awaiting.within(AT_MOST, name + " means somebody", this::isSettled);
        var second = theNextOfThatName();
        awaitItem(second, 404);
        awaitItem(first, 200);
        second.get("/api/v1/tenants/demo").expectProblem(404, "not-found");
    }
}
