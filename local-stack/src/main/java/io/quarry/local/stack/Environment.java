package io.quarry.local.stack;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The variables by which services, tests and scripts find one stack. */
public final class Environment {
    static final String LOOPBACK = "127.0.0.1";

    private Environment() {}

    /** The database of the metadata. */
    public static final String METADATA = "quarry";

    /** As that one, for tests whose rows no service may find. */
    public static final String TESTS = "quarry_tests";

    /** Everything, for people, scripts and tests: what {@code ./quarry env} prints. */
    public static Map<String, String> of(Stack stack, Secrets secrets) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("QUARRY_HOME", stack.home().toString());
        all.put("QUARRY_PORT_OFFSET", Integer.toString(stack.offset()));
        all.put("QUARRY_ENGINES", Engine.words(stack.engines()));
        all.put("QUARRY_SCRIPT", stack.checkout().resolve("quarry").toString());
        all.put("QUARRY_URL", url(stack, Port.API));
        all.put("QUARRY_MANAGEMENT_URL", url(stack, Port.API_MANAGEMENT));
        all.put("QUARRY_WORKER_MANAGEMENT_URL", url(stack, Port.WORKER_MANAGEMENT));
        all.put("QUARRY_DB_TESTS_URL", database(stack, TESTS));
        all.put("QUARRY_CLIENT_ID", "quarry-terraform");
        all.put("QUARRY_CLIENT_SECRET", secrets.get(Secret.TERRAFORM_CLIENT));
        all.putAll(ofServices(stack, secrets));
        all.put("QUARRY_KEYCLOAK_URL", url(stack, Port.KEYCLOAK));
        all.put("QUARRY_KEYCLOAK_ADMIN_USER", "admin");
        all.put("QUARRY_KEYCLOAK_ADMIN_PASSWORD", secrets.get(Secret.KEYCLOAK_ADMIN));
        return all;
    }

    private static String database(Stack stack, String name) {
        return "jdbc:postgresql://" + address(stack, Port.POSTGRESQL) + "/" + name;
    }

    /**
     * What both services are given; ports and the state folder, which differ, are added by each.
     */
    public static Map<String, String> ofServices(Stack stack, Secrets secrets) {
        String issuer = issuer(stack);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("QUARRY_DB_URL", database(stack, METADATA));
        all.put("QUARRY_DB_OWNER_USER", "quarry_owner");
        all.put("QUARRY_DB_OWNER_PASSWORD", secrets.get(Secret.DB_OWNER));
        all.put("QUARRY_DB_TENANT_USER", "quarry_tenant");
        all.put("QUARRY_DB_TENANT_PASSWORD", secrets.get(Secret.DB_TENANT));
        all.put("QUARRY_DB_SYSTEM_USER", "quarry_system");
        all.put("QUARRY_DB_SYSTEM_PASSWORD", secrets.get(Secret.DB_SYSTEM));
        all.put("KAFKA_BOOTSTRAP", address(stack, Port.KAFKA));
        all.put("QUARRY_ISSUER", issuer);
        all.put("QUARRY_TOKEN_URL", issuer + "/protocol/openid-connect/token");
        all.put("QUARRY_JWKS_URL", issuer + "/protocol/openid-connect/certs");
        all.put("QUARRY_REALM_ADMIN_URL", url(stack, Port.KEYCLOAK) + "/admin/realms/quarry");
        all.put("QUARRY_API_CLIENT_SECRET", secrets.get(Secret.API_CLIENT));
        all.put("QUARRY_PORTAL_CLIENT_SECRET", secrets.get(Secret.PORTAL_CLIENT));
        all.put("QUARRY_CREDENTIALS_FILE", secrets.credentialsFile().toString());
        all.put("QUARRY_PLATFORM_ADMIN", "user:platform-admin");
        for (Shard shard : Shards.first(stack)) {
            all.put(
                    "QUARRY_SHARD_" + shard.id().toUpperCase(Locale.ROOT).replace('-', '_'),
                    String.join(",", shard.endpoints()));
        }
        return all;
    }

    /** How the worker reaches the program that starts one more shard of this stack. */
    public static Map<String, String> ofShardProgram(Stack stack) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("QUARRY_HOME", stack.home().toString());
        all.put("QUARRY_CACHE", stack.cache().toString());
        all.put("QUARRY_PORT_OFFSET", Integer.toString(stack.offset()));
        all.put("QUARRY_ENGINES", Engine.words(stack.engines()));
        all.put("QUARRY_JAVA_HOME", System.getProperty("java.home"));
        String java17 = System.getenv("QUARRY_JAVA17_HOME");
        if (java17 != null) {
            all.put("QUARRY_JAVA17_HOME", java17);
        }
        all.put("QUARRY_SCRIPT", stack.checkout().resolve("quarry").toString());
        return all;
    }

    public static String url(Stack stack, Port port) {
        return "http://" + address(stack, port);
    }

    public static String address(Stack stack, Port port) {
        return LOOPBACK + ":" + stack.port(port);
    }

    public static String issuer(Stack stack) {
        return url(stack, Port.KEYCLOAK) + "/realms/quarry";
    }

    /** Lines that a shell can evaluate; values are quoted, so that any text survives. */
    public static String exports(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(
                        entry ->
                                "export "
                                        + entry.getKey()
                                        + "='"
                                        + entry.getValue().replace("'", "'\\''")
                                        + "'\n")
                .collect(Collectors.joining());
    }
}
