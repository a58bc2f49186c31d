package io.quarry.api.data.keyvalue;

import java.util.Arrays;
import java.util.List;

/**
 * Requests that a namespace with conditional writes must refuse: what, method, path below the
 * records, status, code, field, headers. {@code @} is the test's record, which has an item {@code
 * k}.
 */
record BadCondition(
        String what,
        String method,
        String path,
        int status,
        String code,
        String field,
        String... headers) {
    private static final String TABLE =
            """
            no condition              | PUT    | /@/items/k  | 428 | precondition-required   |               |
            no condition, deleting    | DELETE | /@/items/k  | 428 | precondition-required   |               |
            any item                  | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: *
            no quotes                 | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: 1-1
            weak                      | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: W/"1-1"
            no token                  | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: "x"
            one quote                 | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: "
            several tokens            | DELETE | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: "1-1", "2-2"
            two headers               | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: "1-1"; If-Match: "2-2"
            both                      | PUT    | /@/items/k  | 400 | invalid-request         | If-Match      | If-Match: "1-1"; If-None-Match: *
            none of a token           | PUT    | /@/items/k  | 400 | invalid-request         | If-None-Match | If-None-Match: "1-1"
            deleting nothing          | DELETE | /@/items/k  | 400 | invalid-request         | If-None-Match | If-None-Match: *
            malformed token           | PUT    | /@/items/k  | 400 | invalid-request         | Quarry-Token  | If-None-Match: *; Quarry-Token: abc
            token far behind          | PUT    | /@/items/k  | 400 | token-drift             |               | If-None-Match: *; Quarry-Token: 1-1
            a read on a condition     | GET    | /@/items/k  | 400 | condition-not-supported |               | If-Match: "1-1"
            a list on a condition     | GET    | /@          | 400 | condition-not-supported |               | If-None-Match: "1-1"
            a record                  | DELETE | /@          | 400 | item-writes-only        |               |
            a range                   | DELETE | /@?prefix=k | 400 | item-writes-only        |               |
            keys                      | DELETE | /@?keys=k   | 400 | item-writes-only        |               |
            replacing a record        | PUT    | /@          | 400 | item-writes-only        |               |
            several items             | PATCH  | /@          | 400 | item-writes-only        |               | Content-Type: application/json; If-Match: "1-1"
            """;
    private static final int COLUMNS = 7;

    static List<BadCondition> all() {
        return TABLE.lines().map(BadCondition::parse).toList();
    }

    private static BadCondition parse(String line) {
        var cells = Arrays.stream(line.split("\\|", COLUMNS)).map(String::strip).toList();
        return new BadCondition(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                Integer.parseInt(cells.get(3)),
                cells.get(4),
                cells.get(5),
                Arrays.stream(cells.get(6).split("; "))
                        .filter(header -> !header.isEmpty())
                        .flatMap(header -> Arrays.stream(header.split(": ", 2)))
                        .toArray(String[]::new));
    }
}
