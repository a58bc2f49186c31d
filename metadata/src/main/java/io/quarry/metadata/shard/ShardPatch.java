package io.quarry.metadata.shard;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Merge Patch (RFC 7396) of what can be changed of a shard.
 *
 * @param labels a label that is to go has no value
 * @param capacity in the dimensions that are named
 */
public record ShardPatch(
        Map<String, Optional<String>> labels, Map<Dimension, Long> capacity, boolean allLabels) {
    private static final String LABELS = "labels";
    private static final String CAPACITY = "capacity";

    public ShardPatch {
        labels = Map.copyOf(labels);
        capacity = Map.copyOf(capacity);
    }

    /**
     * @throws ProblemException UNKNOWN_FIELD if nothing but unknown fields is wrong, else
     *     INVALID_REQUEST; with all violations
     */
    public static ShardPatch of(JsonNode patch) {
        ShardRules rules = new ShardRules();
        List<Violation> unknown = new ArrayList<>();
        Map<String, Optional<String>> labels = new HashMap<>();
        Map<Dimension, Long> capacity = new HashMap<>();
        if (!patch.isObject()) {
            rules.wrong("body", "must be an object");
        }
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            switch (member.getKey()) {
                case LABELS -> labels(member.getValue(), rules, labels);
                case CAPACITY -> capacity(member.getValue(), rules, unknown, capacity);
                default ->
                        unknown.add(
                                new Violation(
                                        member.getKey(),
                                        "cannot be changed, or is not known; labels and capacity can be"
                                                + " changed"));
            }
        }
        rules.enforce();
        if (!unknown.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.UNKNOWN_FIELD,
                    "Of a shard, labels and capacity can be changed.",
                    unknown);
        }
        return new ShardPatch(labels, capacity, patch.path(LABELS).isNull());
    }

    /** The shard with this applied. */
    Shard applied(Shard shard) {
        Map<String, String> labelled = new HashMap<>(allLabels ? Map.of() : shard.labels());
        labels.forEach(
                (name, value) ->
                        value.ifPresentOrElse(
                                given -> labelled.put(name, given), () -> labelled.remove(name)));
        ShardRules rules = new ShardRules();
        rules.labels(labelled);
        rules.enforce();
        Capacity room =
                Capacity.each(
                        dimension ->
                                capacity.getOrDefault(dimension, shard.capacity().of(dimension)));
        return new Shard(
                shard.id(),
                shard.engine(),
                shard.state(),
                shard.endpoints(),
                labelled,
                room,
                shard.reserved(),
                shard.measured(),
                shard.credentialRef(),
                shard.settings());
    }

    private static void labels(
            JsonNode json, ShardRules rules, Map<String, Optional<String>> labels) {
        if (!json.isObject() && !json.isNull()) {
            rules.wrong(LABELS, "must be an object");
        }
        for (Map.Entry<String, JsonNode> label : json.properties()) {
            if (label.getValue().isTextual()) {
                labels.put(label.getKey(), Optional.of(label.getValue().textValue()));
                rules.labels(Map.of(label.getKey(), label.getValue().textValue()));
            } else if (label.getValue().isNull()) {
                labels.put(label.getKey(), Optional.empty());
            } else {
                rules.wrong(LABELS + "." + label.getKey(), "must be text");
            }
        }
    }

    private static void capacity(
            JsonNode json,
            ShardRules rules,
            List<Violation> unknown,
            Map<Dimension, Long> capacity) {
        if (!json.isObject()) {
            rules.wrong(CAPACITY, "must be an object");
        }
        for (Map.Entry<String, JsonNode> room : json.properties()) {
            String field = CAPACITY + "." + room.getKey();
            Optional<Dimension> dimension =
                    Arrays.stream(Dimension.values())
                            .filter(each -> each.wire().equals(room.getKey()))
                            .findFirst();
            if (dimension.isEmpty()) {
                unknown.add(new Violation(field, "is not known"));
            } else if (!room.getValue().isIntegralNumber() || !room.getValue().canConvertToLong()) {
                rules.wrong(field, "must be a whole number");
            } else {
                rules.room(dimension.get(), room.getValue().longValue());
                capacity.put(dimension.get(), room.getValue().longValue());
            }
        }
    }
}
