package io.quarry.api.security;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/**
 * The public signing keys of one issuer, by key id. Keys for encryption are left out: they sign
 * nothing.
 */
record KeySet(Map<String, PublicJsonWebKey> byId, Instant fetchedAt) {
    static final KeySet NONE = new KeySet(Map.of(), Instant.EPOCH);

    KeySet {
        byId = Map.copyOf(byId);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Reads a JWK set; keys without an id, private parts and symmetric keys are ignored. */
    static KeySet parse(String json, Instant fetchedAt) throws JoseException {
        var keys = new HashMap<String, PublicJsonWebKey>();
        for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
            var signs = key.getUse() == null || key.getUse().equals(Use.SIGNATURE);
            if (signs && key.getKeyId() != null && key instanceof PublicJsonWebKey usable) {
                keys.put(key.getKeyId(), usable);
            }
        }
        return new KeySet(keys, fetchedAt);
    }

    /**
     * The snapshot names the issuer, so that keys of another one are never taken for this one's.
     */
    String toSnapshot(String issuer) {
        var snapshot = new HashMap<String, Object>();
        snapshot.put("issuer", issuer);
        snapshot.put("fetched_at", fetchedAt.toString());
        snapshot.put("jwks", new JsonWebKeySet(byId.values().stream().toList()).toJson());
        return JsonUtil.toJson(snapshot);
    }

    /** {@link #NONE} when the snapshot is of another issuer. */
    static KeySet fromSnapshot(String json, String issuer) throws JoseException {
        var snapshot = JsonUtil.parseJson(json);
        if (!issuer.equals(snapshot.get("issuer"))) {
            return NONE;
        }
        var fetchedAt = Instant.parse(String.valueOf(snapshot.get("fetched_at")));
        return parse(String.valueOf(snapshot.get("jwks")), fetchedAt);
    }
}
