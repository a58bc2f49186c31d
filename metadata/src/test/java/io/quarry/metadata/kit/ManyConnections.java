package io.quarry.metadata.kit;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** So many that clients meet in the database and not before it. */
public final class ManyConnections implements QuarkusTestProfile {
    public static final int CLIENTS = 64;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.datasource.jdbc.max-size", String.valueOf(CLIENTS));
    }
}
