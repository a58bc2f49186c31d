package io.quarry.metadata.shard;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may be said of a shard; collects all that is wrong. */
final class ShardRules {
    private static final int MOST_ENDPOINTS = 64;
    private static final int MOST_LABELS = 32;
    private static final int LAST_PORT = 65_535;
    private static final Pattern ENDPOINT =
            Pattern.compile(
                    "([A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,15}):([0-9]{1,5})");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern CREDENTIAL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern SSLMODE =
            Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full");
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    private final List<Violation> violations = new ArrayList<>();

    void wrong(String field, String message) {
        violations.add(new Violation(field, message));
    }

    void provider(Provider provider, Set<Provider> offered) {
        if (!offered.contains(provider)) {
            wrong(
                    Provider.SETTING,
                    "must be "
                            + offered.stream()
                                    .sorted()
                                    .map(Provider::wire)
                                    .collect(Collectors.joining(" or "))
                            + ": this installation has no other");
        }
    }

    /**
     * Host and port, without a user, a path or a scheme: what is registered is spoken to in the
     * engine's own protocol only.
     */
    void endpoints(List<String> endpoints) {
        if (endpoints.isEmpty() || endpoints.size() > MOST_ENDPOINTS) {
            wrong("endpoints", "must be 1 to " + MOST_ENDPOINTS + " of host:port");
        }
        for (int index = 0; index < endpoints.size(); index++) {
            var parts = ENDPOINT.matcher(endpoints.get(index));
            if (!parts.matches() || port(parts.group(4)) < 1 || port(parts.group(4)) > LAST_PORT) {
                wrong(
                        "endpoints[" + index + "]",
                        "must be host:port, a name or an IPv4 address and a port up to "
                                + LAST_PORT);
            }
        }
        if (endpoints.stream().distinct().count() < endpoints.size()) {
            wrong("endpoints", "must not name one twice");
        }
    }

    private static int port(String digits) {
        return Integer.parseInt(digits);
    }

    void labels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            wrong("labels", "must be at most " + MOST_LABELS);
        }
        labels.forEach(
                (name, value) -> {
                    if (!LABEL.matcher(name).matches() || !LABEL.matcher(value).matches()) {
                        wrong(
                                "labels." + name,
                                "must have a name and a value that match " + LABEL.pattern());
                    }
                });
    }

    void room(Dimension dimension, long room) {
        if (room < 1 || room > Capacity.MOST) {
            wrong("capacity." + dimension.wire(), "must be from 1 to " + Capacity.MOST);
        }
    }

    void credentialRef(String reference) {
        if (!CREDENTIAL.matcher(reference).matches()) {
            wrong("credential_ref", "must match " + CREDENTIAL.pattern());
        }
    }

    /** Each engine knows its own; what it does not know would be lost without a word. */
    void settings(Engine engine, Map<String, String> settings) {
        Map<String, Pattern> known =
                switch (engine) {
                    case CASSANDRA -> Map.of("datacenter", DATACENTER);
                    case POSTGRESQL -> Map.of("database", IDENTIFIER, "sslmode", SSLMODE);
                    case S3 -> Map.of("region", REGION);
                    case ELASTICSEARCH, MEMCACHED -> Map.of();
                };
        settings.forEach(
                (name, value) -> {
                    Pattern pattern = known.get(name);
                    if (pattern == null) {
                        wrong("settings." + name, "is not known for " + engine);
                    } else if (!pattern.matcher(value).matches()) {
                        wrong("settings." + name, "must match " + pattern.pattern());
                    }
                });
    }

    /**
     * @throws ProblemException INVALID_REQUEST with all violations, if there is one
     */
    void enforce() {
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    "The shard is not valid: "
                            + String.join(", ", violations.stream().map(Violation::field).toList())
                            + ".",
                    violations);
        }
    }
}
