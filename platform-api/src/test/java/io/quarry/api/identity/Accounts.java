package io.quarry.api.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;

/** What tests of service accounts need again and again. */
final class Accounts {
    static final String OF_DEMO = "/api/v1/tenants/demo/service-accounts";

    private Accounts() {}

    /** A credential, as the one answer showed it. */
    record Shown(String id, String clientId, String secret) {
        static Shown of(JsonNode answer) {
            return new Shown(
                    answer.at("/account/id").asText(),
                    answer.path("client_id").asText(),
                    answer.path("client_secret").asText());
        }

        String path() {
            return OF_DEMO + "/" + id;
        }

        boolean works() {
            return Realm.token(clientId, secret).isPresent();
        }

        String token() {
            return Realm.token(clientId, secret).orElseThrow();
        }
    }

    static String body(String name) {
        return "{\"name\": \"%s\", \"role\": \"tenant-developer\"}".formatted(name);
    }

    static Shown create(Api api) {
        return Shown.of(api.post(OF_DEMO, body(Namespaces.freshName())).expect(201).json());
    }

    static Shown rotate(Api api, Shown account, String overlap) {
        return Shown.of(
                api.post(account.path() + ":rotate?overlap=" + overlap, "").expect(200).json());
    }
}
