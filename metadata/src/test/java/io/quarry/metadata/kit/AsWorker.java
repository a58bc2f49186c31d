package io.quarry.metadata.kit;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The doors as the worker has them: one datasource, whose role sees all tenants. */
public final class AsWorker implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
        return "worker";
    }
}
