package io.quarry.api.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.route.RouteRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NameTableTest {
    private final NameTable table = new NameTable();

    @Test
    void itAnswersWhatAMapAnswersThroughPutsRemovalsAndGrowth() {
        Map<String, ServedRoute> map = new HashMap<>();
        Random random = new Random(7);
        for (int step = 0; step < 200_000; step++) {
            String name = "tenant-" + random.nextInt(50) + "/n" + random.nextInt(2_000);
            if (random.nextInt(3) == 0) {
                map.remove(name);
                table.remove(name);
            } else {
                ServedRoute route = route(step);
                map.put(name, route);
                table.put(name, route);
            }
        }
        assertThat(table.size()).isEqualTo(map.size());
        for (int tenant = 0; tenant < 50; tenant++) {
            for (int n = 0; n < 2_000; n++) {
                String name = "tenant-" + tenant + "/n" + n;
                assertThat(table.find(name)).as(name).isSameAs(map.get(name));
            }
        }
    }

    @Test
    void namesThatDifferOnlyAtTheirEndOrAreLongAreToldApart() {
        List<String> names = new ArrayList<>();
        for (int length = 1; length <= 90; length++) {
            names.add("x".repeat(length));
            names.add("x".repeat(length) + "y");
            names.add("x".repeat(length) + "~");
        }
        for (int n = 0; n < names.size(); n++) {
            table.put(names.get(n), route(n));
        }
        for (int n = 0; n < names.size(); n++) {
            assertThat(number(table.find(names.get(n)))).isEqualTo(n);
        }
        assertThat(table.find("")).isNull();
        assertThat(table.find("x".repeat(92))).isNull();
    }

    @Test
    void aCharacterThatASlotCannotTellFromAnotherIsInNoName() {
        table.put("demo/p", route(1));
        assertThat(table.find("demo/\u0170")).isNull();
        assertThat(table.find("demo/\u0100")).isNull();
        assertThat(table.find("\u0000demo/p")).isNull();
        assertThat(table.find("demo/p\u0000")).isNull();
        assertThat(table.find("demo/p\u0000\u0000")).isNull();
        table.put("demo/profiles", route(3));
        assertThat(table.find("demo/profiles\u0000")).isNull();
        assertThatThrownBy(() -> table.put("demo/\u0170", route(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readersBesideTheWriterSeeAValueThatTheNameHad() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        ServedRoute stays = route(7);
        table.put("stays", stays);
        List<Future<?>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int reader = 0; reader < 3; reader++) {
                Random random = new Random(reader);
                readers.add(
                        threads.submit(
                                () -> {
                                    while (!done.get()) {
                                        int n = random.nextInt(5_000);
                                        ServedRoute found = table.find("name-" + n);
                                        if (found != null && number(found) % 5_000 != n) {
                                            wrong.set(n + " found " + number(found));
                                        }
                                        if (table.find("stays") != stays) {
                                            wrong.set("what stays was not there");
                                        }
                                    }
                                }));
            }
            for (int step = 0; step < 300_000; step++) {
                int n = step % 5_000;
                if (step % 7 == 0) {
                    table.remove("name-" + n);
                } else {
                    table.put("name-" + n, route(step));
                }
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        assertThat(wrong.get()).isNull();
    }

    private static ServedRoute route(long number) {
        RouteRecord record = Samples.route(number, "demo", "any", NamespaceState.ACTIVE, 1);
        return new ServedRoute(
                ((RouteRecord.OfNamespace) record).route(),
                new ServedRoute.TenantAccess(new Sightings()));
    }

    /** Which of them it is, by its uid. */
    private static long number(@Nullable ServedRoute route) {
        return Long.parseLong(Objects.requireNonNull(route).route().uid().value().substring(1));
    }
}
