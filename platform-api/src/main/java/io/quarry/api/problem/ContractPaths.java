package io.quarry.api.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The contract's paths: what a request's path is a case of, and which methods it takes. */
@Singleton
public class ContractPaths {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^/]+}");
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private record Route(String template, Pattern path, Set<String> methods) {}

    private final OpenApiDocumentService contract;
    private volatile @Nullable List<Route> routes;

    ContractPaths(OpenApiDocumentService contract) {
        this.contract = contract;
    }

    /**
     * The template of a path, such as {@code /api/v1/tenants/{tenant}}; {@code /api/v1/*} where the
     * contract has no such path. Of two that fit, such as {@code {id}} and {@code {id}:cancel}, it
     * is the one that says more.
     */
    public String template(String path) {
        return routes().stream()
                .filter(route -> route.path().matcher(path).matches())
                .map(Route::template)
                .max(Comparator.comparingInt(String::length))
                .orElse("/api/v1/*");
    }

    /**
     * Empty if the contract has no such path. The REST layer tells a wrong method from a wrong path
     * only within one resource class, and so would answer 404 where it should be 405.
     */
    Set<String> methods(String path) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes()) {
            if (route.path().matcher(path).matches()) {
                allowed.addAll(route.methods());
            }
        }
        return allowed;
    }

    private List<Route> routes() {
        var known = routes;
        if (known == null) {
            known = read();
            routes = known;
        }
        return known;
    }

    private List<Route> read() {
        JsonNode document;
        try {
            document =
                    new ObjectMapper()
                            .readTree(
                                    contract.getDocument(
                                            OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException("the contract cannot be read", e);
        }
        List<Route> read = new ArrayList<>();
        for (var path : document.path("paths").properties()) {
            Set<String> methods = new TreeSet<>();
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                            name -> {
                                if (METHODS.contains(name)) {
                                    methods.add(name.toUpperCase(Locale.ROOT));
                                }
                            });
            read.add(new Route(path.getKey(), pattern(path.getKey()), methods));
        }
        return List.copyOf(read);
    }

    private static Pattern pattern(String template) {
        var expression = new StringBuilder();
        var parameter = PARAMETER.matcher(template);
        var end = 0;
        while (parameter.find()) {
            expression.append(Pattern.quote(template.substring(end, parameter.start())));
            expression.append("[^/]+");
            end = parameter.end();
        }
        return Pattern.compile(
                expression.append(Pattern.quote(template.substring(end))).toString());
    }
}
