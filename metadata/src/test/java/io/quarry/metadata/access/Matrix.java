package io.quarry.metadata.access;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A table as text: names above and at the left, and {@code yes} or {@code -} where they meet. */
final class Matrix {
    private final List<String> columns;
    private final Map<String, List<String>> rows = new HashMap<>();

    Matrix(String text) {
        List<List<String>> lines = text.lines().map(Matrix::words).toList();
        columns = lines.getFirst();
        for (List<String> line : lines.subList(1, lines.size())) {
            rows.put(line.getFirst(), line.subList(1, line.size()));
        }
    }

    List<String> columns() {
        return columns;
    }

    /** What stands there; fails if nothing does. */
    boolean says(String row, String column) {
        List<String> cells = requireNonNull(rows.get(row), () -> "there is no row " + row);
        return switch (cells.get(columns.indexOf(column))) {
            case "yes" -> true;
            case "-" -> false;
            case String other -> throw new IllegalStateException("neither yes nor -: " + other);
        };
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.strip().split(" +", -1));
    }
}
