package io.quarry.abstractions.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.quarry.abstractions.TestClock;
import io.quarry.abstractions.paging.KeyRing;
import io.quarry.abstractions.paging.PageTokenRefused;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.SigningKey;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of search, kept on any store. */
abstract class SearchesPromises {
    private static final String UID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    final TestClock clock = new TestClock();
    private final NamespaceRef namespace =
            new NamespaceRef(
                    "t"
                            + new Random()
                                    .ints(19, 0, 36)
                                    .mapToObj(i -> UID_CHARACTERS.substring(i, i + 1))
                                    .collect(Collectors.joining()),
                    1);
    private Searches searches = door(SearchLimits.standard());

    abstract SearchStore store();

    abstract void ensure(NamespaceRef namespace);

    abstract void drop(NamespaceRef namespace);

    @BeforeEach
    void make() {
        ensure(namespace);
        searches = door(SearchLimits.standard());
    }

    @AfterEach
    void drop() {
        drop(namespace);
        close();
    }

    void close() {}

    private Searches door(SearchLimits limits) {
        KeyRing ring =
                new KeyRing(List.of(new SigningKey(1, Instant.EPOCH, Bytes.of(new byte[32]))));
        return new Searches(
                store(),
                namespace,
                new SearchSettings(Sample.FIELDS, limits),
                Tokens.standard(clock),
                new PageTokens(() -> ring, clock));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private Token at(Duration fromNow, long nonce) {
        return new Token(
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(fromNow)), nonce);
    }

    private Token put(String id, String document) {
        return searches.put(id, Sample.json(document), null, null, true, soon());
    }

    private @Nullable String get(String id) {
        ReadDocument found = searches.get(id, soon());
        return found == null ? null : found.content().toString().replace('"', '\'');
    }

    private Found query(String query) {
        return searches.query(Sample.json(query), soon());
    }

    private List<String> ids(String query) {
        return ids(query(query));
    }

    private static List<String> ids(Found found) {
        return found.hits().stream().map(Found.Hit::id).toList();
    }

    private static String next(String query, @Nullable String token) {
        return query.substring(0, query.length() - 1)
                + ",'page_token':'"
                + Objects.requireNonNull(token)
                + "'}";
    }

    @Test
    void search_1_only_declared_fields_are_indexed_and_the_rest_is_kept() {
        put("a", "{'title':'x','hidden':'y','_id':{'':[1.5]}}");
        assertThat(get("a")).isEqualTo("{'title':'x','hidden':'y','_id':{'':[1.5]}}");
        assertThatThrownBy(() -> query("{'where':{'match':{'field':'hidden','text':'y'}}}"))
                .asInstanceOf(type(SearchRefused.Invalid.class))
                .satisfies(
                        refused ->
                                assertThat(refused.violations())
                                        .singleElement()
                                        .extracting(Violation::at)
                                        .isEqualTo("/where/match/field"));
    }

    @Test
    void search_1_a_document_whose_fields_are_of_other_types_is_refused_whole() {
        String wrong =
                """
                {'title':1,'whole':{},'tag':['x',2],'views':'3','price':1e999,'seen':'soon',
                'open':0,'place':{'lat':100,'lon':0},'meaning':[1,2,3]}""";
        assertThatThrownBy(() -> put("a", wrong))
                .asInstanceOf(type(SearchRefused.Invalid.class))
                .satisfies(
                        refused ->
                                assertThat(refused.violations())
                                        .extracting(Violation::at)
                                        .containsExactlyInAnyOrder(
                                                "/title",
                                                "/whole",
                                                "/tag/1",
                                                "/views",
                                                "/price",
                                                "/seen",
                                                "/open",
                                                "/place",
                                                "/meaning"));
        assertThat(get("a")).isNull();
    }

    @Test
    void search_2_a_document_is_put_read_and_deleted() {
        Token first = put("a", "{'title':'one'}");
        assertThat(Objects.requireNonNull(searches.get("a", soon())).token()).isEqualTo(first);
        assertThat(ids("{}")).containsExactly("a");
        Token deleted = searches.delete("a", null, true, soon());
        assertThat(deleted).isGreaterThan(first);
        assertThat(get("a")).isNull();
        assertThat(ids("{}")).isEmpty();
    }

    @Test
    void search_2_a_late_write_never_wins_and_answers_as_if_it_had() {
        Token late = at(Duration.ofSeconds(-5), 1);
        Token deletion = searches.delete("a", null, true, soon());
        assertThat(searches.put("a", Sample.json("{}"), null, late, true, soon())).isEqualTo(late);
        assertThat(get("a")).isNull();
        searches.delete("a", at(Duration.ofSeconds(-9), 1), true, soon());
        assertThat(put("a", "{'tag':'new'}")).isGreaterThan(deletion);
        searches.delete("a", late, true, soon());
        assertThat(get("a")).isEqualTo("{'tag':'new'}");
    }

    @Test
    void search_2_replayed_tokens_have_one_effect() {
        Token token = at(Duration.ZERO, 7);
        for (int i = 0; i < 20; i++) {
            searches.put("a", Sample.json("{'views':1}"), null, token, false, soon());
        }
        assertThat(get("a")).isEqualTo("{'views':1}");
    }

    @Test
    void search_2_what_expires_does_so_from_its_token_on() {
        Token token = at(Duration.ofMinutes(-30), 1);
        searches.put("a", Sample.json("{}"), Duration.ofHours(1), token, true, soon());
        assertThat(ids("{}")).containsExactly("a");
        clock.advance(Duration.ofMinutes(31));
        assertThat(get("a")).isNull();
        assertThat(ids("{}")).isEmpty();
        searches.put("a", Sample.json("{}"), Duration.ofHours(1), token, true, soon());
        assertThat(get("a")).isNull();
    }

    @Test
    void search_2_tokens_too_far_from_the_clock_are_refused() {
        for (Duration drift : List.of(Duration.ofSeconds(6), Duration.ofHours(-25))) {
            assertThatThrownBy(
                            () ->
                                    searches.put(
                                            "a",
                                            Sample.json("{}"),
                                            null,
                                            at(drift, 1),
                                            false,
                                            soon()))
                    .isInstanceOf(TokenRefused.Drifted.class);
        }
    }

    @Test
    void search_2_a_batch_is_carried_out_line_by_line_or_refused_whole() {
        List<Written> written =
                searches.batch(
                        Sample.json(
                                """
                                {'put':{'id':'a','document':{'views':1}}}
                                {'put':{'id':'b','document':{'views':2},'ttl':'PT1H'}}

                                {'delete':{'id':'a'}}
                                """),
                        true,
                        soon());
        assertThat(written).extracting(Written::id).containsExactly("a", "b", "a");
        assertThat(ids("{}")).containsExactly("b");
        assertThatThrownBy(
                        () ->
                                searches.batch(
                                        Sample.json(
                                                """
                                                {'put':{'id':'c','document':{}}}
                                                {'put':{'id':'d','document':{'views':'x'},'token':'y'}}
                                                {'drop':{}}
                                                {'put':{'id':'','document':[],'ttl':'P-1D'}}
                                                no json
                                                """),
                                        true,
                                        soon()))
                .asInstanceOf(type(SearchRefused.Invalid.class))
                .satisfies(
                        refused ->
                                assertThat(refused.violations())
                                        .extracting(Violation::at)
                                        .containsExactlyInAnyOrder(
                                                "/1/put/document/views",
                                                "/1/put/token",
                                                "/2/drop",
                                                "/3/put/id",
                                                "/3/put/ttl",
                                                "/3/put/document",
                                                "/4"));
        assertThat(get("c")).isNull();
    }

    @Test
    void search_3_a_query_with_everything_in_it() {
        put("a", "{'title':'a quick fox','tag':'x','views':1}");
        put("b", "{'title':'a quick dog','tag':['x','y'],'views':5}");
        put("c", "{'title':'quick quick fox','tag':'y','views':9}");
        Found found =
                query(
                        """
                        {'where':{'all':[{'match':{'field':'title','text':'quick'}},
                        {'none':[{'range':{'field':'views','gt':5}}]}]},
                        'sort':[{'field':'views','order':'desc'}],
                        'facets':{'tags':{'field':'tag'}},'highlight':['title']}""");
        assertThat(ids(found)).containsExactly("b", "a");
        assertThat(found.total()).isEqualTo(2);
        assertThat(Objects.requireNonNull(found.facets().get("tags")).counts())
                .extracting(count -> count.value() + "=" + count.documents())
                .containsExactly("\"x\"=2", "\"y\"=1");
        assertThat(found.hits().getFirst().highlights().get("title"))
                .containsExactly("a <em>quick</em> dog");
    }

    @Test
    void search_3_the_nearest_come_nearest_first() {
        put("a", "{'meaning':[1,0]}");
        put("b", "{'meaning':[0,1]}");
        put("c", "{'meaning':[1,1]}");
        Found found =
                query(
                        "{'nearest':{'field':'meaning','vector':[0.9,0.1],'count':2},'include':'ids'}");
        assertThat(ids(found)).containsExactly("a", "c");
        assertThat(found.nextPageToken()).isNull();
        assertThat(found.hits().getFirst().document()).isNull();
    }

    @Test
    void search_4_pages_are_of_one_point_in_time() {
        List<String> all = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 10; i < 33; i++) {
            all.add("d" + i);
            lines.append("{'put':{'id':'d")
                    .append(i)
                    .append("','document':{'views':")
                    .append(100 - i)
                    .append("}}}\n");
        }
        searches.batch(Sample.json(lines.toString()), true, soon());
        Collections.reverse(all);
        String query = "{'sort':[{'field':'views'}],'limit':5}";
        Found page = query(query);
        put("d00", "{'views':80}");
        searches.delete("d12", null, true, soon());
        List<String> paged = new ArrayList<>(ids(page));
        while (page.nextPageToken() != null) {
            page = query(next(query, page.nextPageToken()));
            paged.addAll(ids(page));
        }
        assertThat(paged).isEqualTo(all);
        assertThat(ids("{'limit':200}")).contains("d00").doesNotContain("d12");
    }

    @Test
    void search_4_pages_go_on_where_the_point_in_time_is_gone() {
        searches = door(Sample.onePointInTime());
        for (int i = 0; i < 6; i++) {
            put("d" + i, "{'views':" + i + "}");
        }
        String query = "{'sort':[{'field':'views','order':'desc'}],'limit':2}";
        Found page = query(query);
        query("{'limit':1}");
        query("{'limit':1}");
        List<String> paged = new ArrayList<>(ids(page));
        while (page.nextPageToken() != null) {
            page = query(next(query, page.nextPageToken()));
            paged.addAll(ids(page));
        }
        assertThat(paged).containsExactly("d5", "d4", "d3", "d2", "d1", "d0");
    }

    @Test
    void search_4_bytes_end_a_page() {
        for (int i = 0; i < 5; i++) {
            put("d" + i, "{'title':'" + "x".repeat(1_000) + "'}");
        }
        String query = "{'page_bytes':2500}";
        Found page = query(query);
        assertThat(ids(page)).containsExactly("d0", "d1");
        assertThat(ids(query(next(query, page.nextPageToken())))).containsExactly("d2", "d3");
    }

    @Test
    void search_4_a_page_token_is_for_its_query_and_namespace_only() {
        put("a", "{}");
        put("b", "{}");
        String token = query("{'limit':1}").nextPageToken();
        assertThatThrownBy(() -> query(next("{'sort':[{'field':'tag'}]}", token)))
                .isInstanceOf(PageTokenRefused.OtherQuery.class);
        assertThatThrownBy(() -> query(next("{'limit':1}", token + "A")))
                .isInstanceOf(PageTokenRefused.class);
        assertThat(query("{'limit':1,'pages':false}").nextPageToken()).isNull();
    }

    @Test
    void sizes_are_refused_early() {
        assertThatThrownBy(() -> put("x".repeat(513), "{}"))
                .asInstanceOf(type(SearchRefused.TooLarge.class))
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(512));
        assertThatThrownBy(() -> put("a", "{'x':'" + "x".repeat(262_144) + "'}"))
                .isInstanceOf(SearchRefused.TooLarge.class);
        assertThatThrownBy(() -> put("a", "{'tag':'" + "x".repeat(1_025) + "'}"))
                .isInstanceOf(SearchRefused.Invalid.class);
        assertThatThrownBy(() -> put("a", "{'whole':'" + "x".repeat(32_767) + "'}"))
                .isInstanceOf(SearchRefused.Invalid.class);
    }
}
