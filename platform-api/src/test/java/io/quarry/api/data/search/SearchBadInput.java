package io.quarry.api.data.search;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requests that the search routes must refuse: what, method, path below the namespace, status,
 * code, field, type, body. {@code @} is the test's document, {@code <x*9>} nine times x.
 */
record SearchBadInput(
        String what,
        String method,
        String path,
        int status,
        String code,
        String field,
        String[] headers,
        String body) {
    private static final String TABLE =
            """
            no JSON              | PUT    | /documents/@                           | 400 | invalid-request        | body                | JSON  | {
            an array             | PUT    | /documents/@                           | 400 | invalid-request        | body                | JSON  | []
            a name twice         | PUT    | /documents/@                           | 400 | invalid-request        | body                | JSON  | {'a':1,'a':2}
            wrong type           | PUT    | /documents/@                           | 400 | invalid-request        | /views              | JSON  | {'views':1.5}
            wrong in a list      | PUT    | /documents/@                           | 400 | invalid-request        | /tag/1              | JSON  | {'tag':['x',{}]}
            text as JSON         | PUT    | /documents/@                           | 415 | unsupported-media-type |                     | TEXT  | {}
            no type              | PUT    | /documents/@                           | 415 | unsupported-media-type |                     |       | {}
            too large            | PUT    | /documents/@                           | 413 | payload-too-large      |                     | JSON  | {'x':'<x*262144>'}
            long id              | PUT    | /documents/<x*513>                     | 422 | limit-exceeded         | id                  | JSON  | {}
            empty id             | GET    | /documents/                            | 400 | invalid-request        | id                  |       |
            id of dots           | DELETE | /documents/%2e%2e                      | 400 | invalid-request        | id                  |       |
            id of no text        | GET    | /documents/_w?key_encoding=base64url   | 400 | invalid-request        | id                  |       |
            wrong refresh        | PUT    | /documents/@?refresh=now               | 400 | invalid-request        | refresh             | JSON  | {}
            unknown parameter    | POST   | :query?size=1                          | 400 | unknown-field          | size                | JSON  | {}
            raw engine query     | POST   | :query                                 | 400 | invalid-request        | /query              | JSON  | {'query':{'match_all':{}}}
            a script             | POST   | :query                                 | 400 | invalid-request        | /where/script       | JSON  | {'where':{'script':{}}}
            the engine's id      | POST   | :query                                 | 400 | invalid-request        | /where/exists/field | JSON  | {'where':{'exists':{'field':'_id'}}}
            our envelope         | POST   | :query                                 | 400 | invalid-request        | /where/term/field   | JSON  | {'where':{'term':{'field':'token','value':'x'}}}
            a path of fields     | POST   | :query                                 | 400 | invalid-request        | /where/exists/field | JSON  | {'where':{'exists':{'field':'fields.tag'}}}
            a wildcard of fields | POST   | :query                                 | 400 | invalid-request        | /highlight/0        | JSON  | {'highlight':['*']}
            a false page token   | POST   | :query                                 | 400 | page-token-invalid     | page_token          | JSON  | {'page_token':'abc'}
            large query          | POST   | :query                                 | 413 | payload-too-large      |                     | JSON  | {'x':'<x*65536>'}
            batch as JSON        | POST   | /documents:bulk                        | 415 | unsupported-media-type |                     | JSON  | {}
            batch of no lines    | POST   | /documents:bulk                        | 400 | invalid-request        | /0                  | LINES | []
            large batch          | POST   | /documents:bulk                        | 413 | payload-too-large      |                     | LINES | <x*4194305>
            get a query          | GET    | :query                                 | 405 | method-not-allowed     |                     |       |
            post a document      | POST   | /documents/@                           | 405 | method-not-allowed     |                     | JSON  | {}
            the engine's path    | POST   | /_search                               | 404 | not-found              |                     | JSON  | {}
            an unknown verb      | POST   | :delete                                | 404 | not-found              |                     | JSON  | {}
            below a document     | GET    | /documents/a/b                         | 404 | not-found              |                     |       |
            """;
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final int COLUMNS = 8;

    static Stream<SearchBadInput> all() {
        return TABLE.lines().map(SearchBadInput::parse);
    }

    private static SearchBadInput parse(String line) {
        var text =
                Arrays.stream(line.split("\\|", COLUMNS))
                        .map(cell -> expand(cell.strip()))
                        .toList();
        return new SearchBadInput(
                text.get(0),
                text.get(1),
                text.get(2),
                Integer.parseInt(text.get(3)),
                text.get(4),
                text.get(5),
                headers(text.get(6)),
                text.get(7));
    }

    private static String[] headers(String type) {
        return switch (type) {
            case "JSON" -> new String[] {"Content-Type", "application/json"};
            case "LINES" -> new String[] {"Content-Type", "application/x-ndjson"};
            case "TEXT" -> new String[] {"Content-Type", "text/plain"};
            default -> new String[0];
        };
    }

    private static String expand(String cell) {
        return REPEATED.matcher(cell)
                .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
    }
}
