package io.quarry.metadata.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.TenantId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceAccountIdTest {
    private static final String ID = "sa.demo.ingest.k3v9x2m4";

    @Test
    void whicheverCredentialItUsedAnAccountIsOnePrincipal() {
        assertThat(ServiceAccountId.accountOf(ID + ".1")).isEqualTo(ID);
        assertThat(ServiceAccountId.accountOf(ID + ".12")).isEqualTo(ID);
        assertThat(new CredentialId(ServiceAccountId.of(ID), 12).clientId()).isEqualTo(ID + ".12");
    }

    @Test
    void anyOtherClientIsItself() {
        for (String client :
                List.of(
                        "quarry-terraform",
                        "sa",
                        "sa.",
                        ID,
                        ID + ".0",
                        ID + ".01",
                        ID + ".1.1",
                        ID + ".x",
                        "xsa.demo.ingest.k3v9x2m4.1",
                        "sa.Demo.ingest.k3v9x2m4.1",
                        "sa.demo.other.ingest.k3v9x2m4.1")) {
            assertThat(ServiceAccountId.accountOf(client)).isEqualTo(client);
            assertThat(ServiceAccountId.isCredential(client)).as(client).isFalse();
        }
    }

    @Test
    void anIdNamesItsTenantAndIsMadeAnew() {
        var random = new Random(1);
        var tenant = TenantId.of("demo");
        var id = ServiceAccountId.random(tenant, "ingest", random);
        assertThat(id.tenant()).isEqualTo(tenant);
        assertThat(id.address())
                .isEqualTo("client:" + id)
                .matches("client:sa\\.demo\\.ingest\\..{8}");
        assertThat(ServiceAccountId.random(tenant, "ingest", random)).isNotEqualTo(id);
    }

    @Test
    void whatIsNoIdIsRefused() {
        for (String text :
                List.of("", "sa", ID + ".1", "SA.demo.ingest.k3v9x2m4", "sa..x.k3v9x2m4")) {
            assertThatThrownBy(() -> ServiceAccountId.of(text))
                    .isInstanceOf(ProblemException.class);
        }
    }
}
