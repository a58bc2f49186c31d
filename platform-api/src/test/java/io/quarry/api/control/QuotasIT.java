package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tenant may take, over HTTP and through the worker. */
class QuotasIT {
    private final Api operator = Api.as("platform-operator");
    private final Api admin = Api.as("platform-admin");
    private final Api developer = Api.as("demo-developer");
    private final String tenant = freshName();

    @BeforeEach
    void aTenantWithADeveloper() {
        admin.put("/api/v1/tenants/" + tenant, "{}").expect(201);
        admin.put(
                        "/api/v1/tenants/" + tenant + "/members/user:demo-developer",
                        "{\"role\": \"tenant-developer\"}")
                .expect(201);
    }

    @AfterEach
    void noTenant() {
        admin.delete("/api/v1/tenants/" + tenant).expect(204);
    }

    @Test
    void anOperatorLimitsWhatAMemberSeesAndMayNotChange() {
        var fresh = developer.get(quota()).expect(200);
        assertThat(fresh.header("ETag")).isEqualTo("\"1\"");
        assertThat(fresh.json().at("/limits/namespaces").isNull()).isTrue();
        assertThat(fresh.json().at("/reserved/namespaces").asInt()).isZero();
        assertThat(fresh.json().at("/currency").asText()).isEqualTo("USD");
        assertThat(fresh.json().get("permissions"))
                .extracting(JsonNode::asText)
                .containsExactly("read");
        developer.put(quota(), "{}").expectProblem(403, "forbidden");
        var limits = "{\"namespaces\": 1, \"monthly_cost\": 99.5}";
        var planned = operator.put(quota() + "?dry_run=true", limits).expect(200).json();
        assertThat(planned.path("action").asText()).isEqualTo("change");
        assertThat(developer.get(quota()).expect(200).json()).isEqualTo(fresh.json());
        operator.put(quota(), limits, "If-Match", "\"7\"")
                .expectProblem(412, "precondition-failed");
        var limited = operator.put(quota(), limits, "If-Match", "\"1\"").expect(200);
        assertThat(limited.header("ETag")).isEqualTo("\"2\"");
        assertThat(limited.json().at("/limits/monthly_cost").asDouble()).isEqualTo(99.5);
        assertThat(limited.json().at("/limits/objects").isNull()).isTrue();
        assertThat(limited.json().get("permissions"))
                .extracting(JsonNode::asText)
                .containsExactly("read", "change");
        assertThat(developer.get(quota()).expect(200).json().at("/limits"))
                .isEqualTo(limited.json().at("/limits"));
    }

    @Test
    void whatIsTakenIsGivenBackAndWhatIsTooMuchIsRefusedWithNumbers() {
        operator.put(quota(), "{\"namespaces\": 1}").expect(200);
        var name = freshName();
        Namespaces.create(developer, tenant, name, SPEC);
        var held = developer.get(quota()).expect(200).json();
        assertThat(held.at("/reserved/namespaces").asInt()).isOne();
        assertThat(held.at("/reserved/reads_per_second").asInt()).isPositive();
        assertThat(held.at("/reserved/monthly_cost").asDouble()).isPositive();
        assertThat(held.at("/used")).isEqualTo(held.at("/reserved"));

        var another = path(tenant, freshName());
        var refused = developer.put(another, SPEC).expectProblem(409, "quota-exceeded").json();
        assertThat(refused.path("retryable").asBoolean()).isFalse();
        assertThat(refused.path("detail").asText())
                .contains("namespaces: limit 1, used 1, requested 1");
        assertThat(refused.at("/exceeded/0/dimension").asText()).isEqualTo("namespaces");
        assertThat(refused.at("/exceeded/0/limit").asInt()).isOne();
        assertThat(refused.at("/exceeded/0/used").asInt()).isOne();
        assertThat(refused.at("/exceeded/0/requested").asInt()).isOne();
        var planned = developer.put(another + "?dry_run=true", SPEC).expect(200).json();
        assertThat(planned.at("/refusals/0/code").asText()).isEqualTo("quota-exceeded");
        assertThat(planned.at("/refusals/0/detail")).isEqualTo(refused.path("detail"));
        var below = operator.put(quota(), "{\"namespaces\": 0}");
        assertThat(below.expectProblem(409, "quota-below-reserved").json().path("detail").asText())
                .contains("namespaces: limit 0, used 1");

        Namespaces.purge(admin, tenant, name);
        var free = developer.get(quota()).expect(200).json();
        assertThat(free.at("/reserved")).isEqualTo(free.at("/used"));
        assertThat(free.at("/reserved/namespaces").asInt()).isZero();
        assertThat(free.at("/reserved/monthly_cost").asDouble()).isZero();
        assertThat(free.at("/reserved/objects").asInt()).isZero();
        operator.put(quota(), "{\"namespaces\": 0}").expect(200);
    }

    /**
     * The worker, whose rights are others than a request's, gives back what is no longer needed.
     */
    @Test
    void aSmallerWorkloadGivesBackWhenItIsActive() {
        var name = freshName();
        Namespaces.create(developer, tenant, name, reading(900));
        assertThat(readsReserved()).isEqualTo(900);
        var accepted =
                developer.put(path(tenant, name), reading(90), "If-Match", "\"1\"").expect(202);
        Namespaces.awaitEnd(developer, accepted);
        assertThat(readsReserved()).isEqualTo(90);
        Namespaces.purge(admin, tenant, name);
        assertThat(readsReserved()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "namespaces, -1",
        "namespaces, 1.5",
        "objects, 9007199254740992",
        "monthly_cost, -0.01",
        "monthly_cost, 0.001"
    })
    void aLimitThatIsNoneIsNamed(String field, String value) {
        operator.put(quota(), "{\"%s\": %s}".formatted(field, value))
                .expectViolation(400, "invalid-request", field);
    }

    private String quota() {
        return "/api/v1/tenants/" + tenant + "/quota";
    }

    private long readsReserved() {
        return developer.get(quota()).expect(200).json().at("/reserved/reads_per_second").asLong();
    }

    private static String reading(int perSecond) {
        return "{\"abstraction\": \"key-value\", \"workload\": {\"reads_per_second\": %d}}"
                .formatted(perSecond);
    }
}
