package io.quarry.api.data;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Requests that the data routes must refuse: what, method, path below the records, status, code,
 * field, headers, body. {@code @} is the test's record, {@code <x*9>} nine times x, {@code <old>}
 * and {@code <soon>} are tokens beyond the allowed drift.
 */
record BadInput(
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
            malformed token               | PUT     | /@/items/a                     | 400 | invalid-request         | Quarry-Token      | Quarry-Token: abc             | x
            token far ahead               | PUT     | /@/items/a                     | 400 | token-drift             |                   | Quarry-Token: <soon>          | x
            token far behind              | PUT     | /@/items/a                     | 400 | token-drift             |                   | Quarry-Token: <old>           | x
            malformed token, deleting     | DELETE  | /@/items/a                     | 400 | invalid-request         | Quarry-Token      | Quarry-Token: 1-zz            |
            drifted token, whole record   | DELETE  | /@                             | 400 | token-drift             |                   | Quarry-Token: <old>           |
            malformed token, replacing    | PUT     | /@                             | 400 | invalid-request         | Quarry-Token      | JSON; Quarry-Token: -         | ITEMS
            wrong ttl                     | PUT     | /@/items/a                     | 400 | invalid-request         | Quarry-Ttl        | Quarry-Ttl: soon              | x
            negative ttl                  | PUT     | /@/items/a                     | 400 | invalid-request         | ttl               | Quarry-Ttl: PT-1S             | x
            wrong timeout                 | GET     | /@/items/a                     | 400 | invalid-request         | Quarry-Timeout-Ms | Quarry-Timeout-Ms: 0          |
            timeout too long              | GET     | /@                             | 400 | invalid-request         | Quarry-Timeout-Ms | Quarry-Timeout-Ms: 60001      |
            wrong metadata name           | PUT     | /@/items/a                     | 400 | invalid-request         | Quarry-Meta-a_b   | Quarry-Meta-a_b: v            | x
            broken metadata               | PUT     | /@/items/a                     | 400 | invalid-request         | Quarry-Meta-a     | Quarry-Meta-a: %zz            | x
            content type is none          | PUT     | /@/items/a                     | 400 | invalid-request         | Content-Type      | Content-Type: text            | x
            encoded body                  | PUT     | /@/items/a                     | 415 | unsupported-media-type  |                   | Content-Encoding: br          | x
            If-Match on put               | PUT     | /@/items/a                     | 400 | condition-not-supported |                   | If-Match: "1-1"               | x
            If-None-Match on put          | PUT     | /@/items/a                     | 400 | condition-not-supported |                   | If-None-Match: *              | x
            If-Match on delete            | DELETE  | /@/items/a                     | 400 | condition-not-supported |                   | If-Match: "1-1"               |
            If-Match on get               | GET     | /@/items/a                     | 400 | condition-not-supported |                   | If-Match: "1-1"               |
            If-Match on replace           | PUT     | /@                             | 400 | condition-not-supported |                   | JSON; If-Match: *             | ITEMS
            value too large               | PUT     | /@/items/a                     | 413 | payload-too-large       |                   |                               | <x*1048577>
            body of items too large       | PUT     | /@                             | 413 | payload-too-large       |                   | JSON                          | <x*6291457>
            key too long                  | PUT     | /@/items/<k*1025>              | 422 | limit-exceeded          | key               |                               | x
            id too long                   | GET     | /<r*513>/items/a               | 422 | limit-exceeded          | record_id         |                               |
            metadata too large            | PUT     | /@/items/a                     | 422 | limit-exceeded          | metadata          | Quarry-Meta-a: <v*4097>       | x
            unknown parameter             | DELETE  | /@?prefx=a                     | 400 | unknown-field           | prefx             |                               |
            unknown parameter, item       | GET     | /@/items/a?limit=1             | 400 | unknown-field           | limit             |                               |
            wrong limit                   | GET     | /@?limit=0                     | 400 | invalid-request         | limit             |                               |
            wrong page bytes              | GET     | /@?page_bytes=many             | 400 | invalid-request         | page_bytes        |                               |
            wrong include                 | GET     | /@?include=all                 | 400 | invalid-request         | include           |                               |
            wrong reverse                 | GET     | /@?reverse=1                   | 400 | invalid-request         | reverse           |                               |
            two selections                | GET     | /@?prefix=a&keys=b             | 400 | invalid-request         | keys              |                               |
            wrong page token              | GET     | /@?page_token=abc              | 400 | page-token-invalid      | page_token        |                               |
            wrong page token, scan        | GET     | ?page_token=%20                | 400 | page-token-invalid      | page_token        |                               |
            wrong segment                 | GET     | ?segment=2&segments=2          | 400 | invalid-request         | segment           |                               |
            too many segments             | GET     | ?segments=257                  | 400 | invalid-request         | segments          |                               |
            wrong encoding of keys        | GET     | /@?key_encoding=hex            | 400 | invalid-request         | key_encoding      |                               |
            key is no base64url           | GET     | /YQ/items/%21?key_encoding=base64url | 400 | invalid-request   | key               |                               |
            key is a dot                  | PUT     | /@/items/%2e                   | 400 | invalid-request         | key               |                               | x
            empty key                     | GET     | /@/items/                      | 400 | invalid-request         | key               |                               |
            id is two dots                | DELETE  | /%2E%2E                        | 400 | invalid-request         | id                |                               |
            empty id                      | GET     | /                              | 400 | invalid-request         | id                |                               |
            key is not UTF-8              | GET     | /@/items/%ff                   | 400 | invalid-request         | key               |                               |
            record as text                | PUT     | /@                             | 415 | unsupported-media-type  |                   | Content-Type: text/plain      | ITEMS
            record without a type         | PATCH   | /@                             | 415 | unsupported-media-type  |                   |                               | ITEMS
            malformed JSON                | PUT     | /@                             | 400 | invalid-request         | body              | JSON                          | {
            no items                      | PATCH   | /@                             | 400 | invalid-request         | items             | JSON                          | {}
            unknown field                 | PUT     | /@                             | 400 | unknown-field           | more              | JSON                          | {"items": [], "more": 1}
            wrong type                    | PATCH   | /@                             | 400 | invalid-request         | items[0].key      | JSON                          | {"items": [{"key": 1, "value": {"text": "x"}}]}
            one key twice                 | PUT     | /@                             | 400 | invalid-request         | items             | JSON                          | {"items": [{"key": "a", "value": {"text": "x"}}, {"key": "a", "value": {"text": "y"}}]}
            post to a record              | POST    | /@                             | 405 | method-not-allowed      |                   |                               | {}
            post to records               | POST    |                                | 405 | method-not-allowed      |                   |                               | {}
            options                       | OPTIONS | /@/items/a                     | 405 | method-not-allowed      |                   |                               |
            unknown route                 | GET     | /@/item/a                      | 404 | not-found               |                   |                               |
            unknown route below an item   | GET     | /@/items/a/b                   | 404 | not-found               |                   |                               |
            """;
    private static final String ITEMS =
            "{\"items\": [{\"key\": \"a\", \"value\": {\"text\": \"x\"}}]}";
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final int COLUMNS = 8;

    static List<BadInput> all(String record) {
        return TABLE.lines().map(line -> parse(line, record)).toList();
    }

    private static BadInput parse(String line, String record) {
        var cells = line.split("\\|", COLUMNS);
        var text = Arrays.stream(cells).map(cell -> expand(cell.strip(), record)).toList();
        return new BadInput(
                text.get(0),
                text.get(1),
                text.get(2),
                Integer.parseInt(text.get(3)),
                text.get(4),
                text.get(5),
                headers(text.get(6)),
                text.get(7).equals("ITEMS") ? ITEMS : text.get(7));
    }

    private static String[] headers(String cell) {
        return Arrays.stream(cell.replace("JSON", "Content-Type: application/json").split("; "))
                .filter(header -> !header.isEmpty())
                .flatMap(header -> Arrays.stream(header.split(": ", 2)))
                .toArray(String[]::new);
    }

    private static String expand(String cell, String record) {
        var text =
                cell.replace("@", record)
                        .replace("<old>", token(-25 * 3600))
                        .replace("<soon>", token(60));
        return REPEATED.matcher(text)
                .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
    }

    private static String token(long secondsFromNow) {
        return Instant.now().plusSeconds(secondsFromNow).getEpochSecond() * 1_000_000 + "-1";
    }
}
