package io.quarry.api.control;

import io.quarry.api.problem.Problems;
import io.quarry.metadata.problem.ProblemCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pages below {@code /docs}: one for each problem, and Swagger UI's entry. Swagger's own page
 * starts itself by a script within the page, which the content policy forbids, so its entry page is
 * ours and its files are Swagger's.
 */
@ApplicationScoped
public class ApiDocs {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Before Swagger UI's own routes. */
    private static final int EARLY = -50;

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Quarry API</title>
                <link rel="stylesheet" href="/docs/swagger-ui.css">
              </head>
              <body>
                <div id="swagger-ui"></div>
                <script src="/docs/swagger-ui-bundle.js"></script>
                <script src="/docs/start.js"></script>
              </body>
            </html>
            """;
    private static final String START =
            """
            SwaggerUIBundle({
              url: '/openapi',
              dom_id: '#swagger-ui',
              deepLinking: true,
              requestInterceptor: (request) => {
                request.headers['X-Requested-With'] = 'quarry-portal';
                return request;
              },
            });
            """;

    void register(@Observes Router router) throws IOException {
        router.get("/docs").order(EARLY).handler(context -> answer(context, HTML, PAGE));
        router.get("/docs/").order(EARLY).handler(context -> answer(context, HTML, PAGE));
        router.get("/docs/index.html").order(EARLY).handler(context -> answer(context, HTML, PAGE));
        router.get("/docs/start.js")
                .order(EARLY)
                .handler(context -> answer(context, SCRIPT, START));
        var pages =
                Arrays.stream(ProblemCode.values())
                        .collect(Collectors.toMap(ProblemCode::code, Function.identity()));
        var texts = read(pages.keySet());
        router.get("/docs/problems/:code")
                .order(EARLY)
                .handler(
                        context -> {
                            var text = texts.get(context.pathParam("code"));
                            if (text == null) {
                                Problems.write(context, Asker.noSuch("problem"));
                            } else {
                                context.response().putHeader("Content-Type", MARKDOWN).end(text);
                            }
                        });
    }

    private static Map<String, Buffer> read(java.util.Set<String> codes) throws IOException {
        var texts = new java.util.HashMap<String, Buffer>();
        for (var code : codes) {
            try (var page = ApiDocs.class.getResourceAsStream("/problems/" + code + ".md")) {
                if (page == null) {
                    throw new IOException("the page of the problem " + code + " is missing");
                }
                texts.put(code, Buffer.buffer(page.readAllBytes()));
            }
        }
        return Map.copyOf(texts);
    }

    private static void answer(RoutingContext context, String type, String text) {
        context.response().putHeader("Content-Type", type).end(text);
    }
}
