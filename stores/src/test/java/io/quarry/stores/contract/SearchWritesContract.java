package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.SearchRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a {@code SearchStore} promises about documents: what is written is read, the right write
 * wins, what is deleted stays away.
 */
public abstract class SearchWritesContract extends SearchContract {
    @Test
    void a_document_comes_back_as_it_was_written() {
        Document written =
                new Document(
                        "größe/1 ?&",
                        (ObjectNode)
                                json(
                                        """
                                        {'title':['a','b'],'tag':'x','views':3,'price':1.5,
                                        'seen':'2026-01-01T00:00:00+02:00','open':true,
                                        'place':{'lat':1.5,'lon':-2},'meaning':[0.5,0.25,1]}"""),
                        (ObjectNode)
                                json(
                                        """
                                        {'_id':1,'':2,'a..b':{'.':[null]},'title.raw':'x',
                                        'big':123456789012345678901234567890,
                                        'exact':0.123456789012345678901234567890}"""),
                        new Version(now(), -2),
                        Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS));
        write(new DocumentWrite.Put(written));
        assertThat(store().get(namespace, written.id(), soon())).isEqualTo(written);
        assertThat(ids(Condition.EVERYTHING)).containsExactly(written.id());
    }

    @Test
    void what_was_never_written_is_absent() {
        assertThat(store().get(namespace, "nothing", soon())).isNull();
    }

    @Test
    void a_hundred_replays_leave_one_effect() {
        DocumentWrite write = put("a", "{'title':'one'}", version(now()));
        for (int i = 0; i < 100; i++) {
            assertThat(store().write(namespace, List.of(write), false, soon())).isEmpty();
        }
        assertThat(title("a")).isEqualTo("one");
    }

    @Test
    void the_highest_generation_wins_in_any_order() {
        long base = now();
        List<DocumentWrite> writes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            writes.add(put("a", "{'title':'" + i + "'}", new Version(base + i, 100 - i)));
        }
        Collections.shuffle(writes, new Random(11));
        writes.forEach(this::write);
        assertThat(title("a")).isEqualTo("11");
    }

    @Test
    void the_same_holds_within_one_call() {
        long base = now();
        write(
                put("a", "{'title':'new'}", version(base + 5)),
                put("a", "{'title':'old'}", version(base)),
                put("b", "{'title':'other'}", version(base)));
        assertThat(title("a")).isEqualTo("new");
        assertThat(title("b")).isEqualTo("other");
    }

    @Test
    void at_equal_generations_a_delete_wins_in_either_order() {
        long generation = now();
        DocumentWrite delete = new DocumentWrite.Delete("a", new Version(generation, 0));
        DocumentWrite put = put("a", "{'title':'x'}", new Version(generation, -1));
        write(put, delete);
        assertThat(title("a")).isNull();
        write(new DocumentWrite.Delete("b", new Version(generation, 0)));
        write(put("b", "{'title':'x'}", new Version(generation, -1)));
        assertThat(title("b")).isNull();
        assertThat(ids(Condition.EVERYTHING)).isEmpty();
    }

    @Test
    void of_two_puts_of_one_generation_one_wins_whole() {
        long generation = now();
        write(put("a", "{'title':'one','tag':'one'}", new Version(generation, 1L << 62)));
        write(put("a", "{'title':'two'}", new Version(generation, 1L << 61)));
        Document left = store().get(namespace, "a", soon());
        assertThat(left).isNotNull();
        assertThat(left.fields()).isEqualTo(json("{'title':'one','tag':'one'}"));
    }

    @Test
    void a_late_write_brings_nothing_back() {
        long base = now();
        write(new DocumentWrite.Delete("a", version(base)));
        write(put("a", "{'title':'late'}", version(base - 1)));
        assertThat(title("a")).isNull();
        assertThat(ids(Condition.EVERYTHING)).isEmpty();
        write(put("a", "{'title':'new'}", version(base + 1)));
        assertThat(title("a")).isEqualTo("new");
    }

    @Test
    void what_has_expired_is_neither_read_nor_found() {
        Instant expiresAt = Instant.now().plus(Duration.ofHours(1));
        write(
                new DocumentWrite.Put(document("a", "{'title':'x'}", version(now()), expiresAt)),
                put("b", "{'title':'x'}", version(now())));
        assertThat(ids(Condition.EVERYTHING)).containsExactly("a", "b");
        clock.advance(Duration.ofHours(1));
        assertThat(title("a")).isNull();
        assertThat(ids(Condition.EVERYTHING)).containsExactly("b");
    }

    @Test
    void a_sweep_removes_what_no_late_write_can_bring_back() {
        long base = now();
        Instant expiresAt = Instant.now().plus(Duration.ofHours(1));
        write(
                new DocumentWrite.Delete("deleted", version(base)),
                new DocumentWrite.Put(document("expired", "{}", version(base), expiresAt)),
                put("kept", "{}", version(base)));
        clock.advance(Duration.ofHours(47));
        assertThat(store().sweep(namespace, 100, soon())).isZero();
        write(put("deleted", "{'title':'late'}", version(base - 1)));
        assertThat(title("deleted")).isNull();
        clock.advance(Duration.ofHours(2));
        assertThat(store().sweep(namespace, 1, soon())).isOne();
        assertThat(store().sweep(namespace, 100, soon())).isOne();
        assertThat(store().sweep(namespace, 100, soon())).isZero();
        assertThat(ids(Condition.EVERYTHING)).containsExactly("kept");
    }

    @Test
    void a_namespace_without_an_index_is_missing() {
        drop(namespace);
        DocumentWrite write = put("a", "{}", version(now()));
        assertThatThrownBy(() -> store().write(namespace, List.of(write), false, soon()))
                .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store().get(namespace, "a", soon()))
                .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> ids(Condition.EVERYTHING))
                .isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store().openPointInTime(namespace, Duration.ofMinutes(1), soon()))
                .isInstanceOf(StoreException.Missing.class);
    }

    @Test
    void a_deadline_that_has_passed_is_an_error() {
        Deadline over = Deadline.after(Duration.ZERO);
        assertThatThrownBy(() -> store().get(namespace, "a", over))
                .isInstanceOf(StoreException.TimedOut.class);
        SearchRequest all = SearchRequest.of(Condition.EVERYTHING, List.of(), 1);
        assertThatThrownBy(() -> store().search(namespace, all, over))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThatThrownBy(
                        () ->
                                store().write(
                                                namespace,
                                                List.of(put("a", "{}", version(now()))),
                                                false,
                                                over))
                .isInstanceOf(StoreException.TimedOut.class);
    }
}
