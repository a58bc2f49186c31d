package io.quarry.stores.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.SearchField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole values with the words that were asked for between {@code <em>}. */
final class MemoryHighlights {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");

    private MemoryHighlights() {}

    static Map<String, List<String>> of(
            List<SearchField> fields, Condition where, Document document) {
        Map<String, List<String>> all = new HashMap<>();
        for (SearchField field : fields) {
            Set<String> words = new HashSet<>();
            collect(where, field, words);
            List<String> marked = new ArrayList<>();
            for (JsonNode value : MemoryConditions.values(field, document)) {
                String text = marked(field, value.asText(), words);
                if (text.contains("<em>")) {
                    marked.add(text);
                }
            }
            if (!marked.isEmpty()) {
                all.put(field.name(), marked);
            }
        }
        return all;
    }

    private static void collect(Condition condition, SearchField field, Set<String> words) {
        switch (condition) {
            case Condition.Match match -> {
                if (match.field().equals(field)) {
                    words.addAll(MemoryWords.of(field, match.text()));
                }
            }
            case Condition.All(List<Condition> all) ->
                    all.forEach(each -> collect(each, field, words));
            case Condition.Any(List<Condition> any) ->
                    any.forEach(each -> collect(each, field, words));
            case Condition.Terms _,
                    Condition.Range _,
                    Condition.Exists _,
                    Condition.Prefix _,
                    Condition.Near _,
                    Condition.None _ -> {}
        }
    }

    private static String marked(SearchField field, String text, Set<String> words) {
        StringBuilder marked = new StringBuilder();
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (word.find()) {
            marked.append(escaped(text.substring(end, word.start())));
            boolean asked = words.containsAll(MemoryWords.of(field, word.group()));
            String shown = escaped(word.group());
            marked.append(asked ? "<em>" + shown + "</em>" : shown);
            end = word.end();
        }
        return marked.append(escaped(text.substring(end))).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;")
                .replace("/", "&#x2F;");
    }
}
