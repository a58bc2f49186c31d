package io.quarry.metadata.problem;

import java.util.List;
import java.util.regex.Pattern;

/** The one pattern of tenants', namespaces' and shards' names. */
public final class Names {
    public static final String PATTERN = "[a-z][a-z0-9-]{1,38}[a-z0-9]";
    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private Names() {}

    /**
     * @throws ProblemException INVALID_NAME, naming the field
     */
    public static void check(String field, String name) {
        if (!COMPILED.matcher(name).matches()) {
            String message = "must match " + PATTERN;
            throw new ProblemException(
                    ProblemCode.INVALID_NAME,
                    field + " " + message,
                    List.of(new Violation(field, message)));
        }
    }
}
