package io.quarry.local.stack;

import java.util.Locale;

/**
 * Every password that a stack generates beside those of its shards. Base64url text, so that it
 * needs no quoting in SQL, CQL or a shell.
 */
public enum Secret {
    POSTGRESQL_SUPERUSER,
    DB_OWNER,
    DB_TENANT,
    DB_SYSTEM,
    DB_KEYCLOAK,
    KEYCLOAK_ADMIN,
    PORTAL_CLIENT,
    API_CLIENT,
    TERRAFORM_CLIENT;

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
