package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Condition.Bound;
import io.quarry.stores.spi.search.Condition.Words;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.FacetCounts;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.Sort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@code SearchStore} promises about searches: who is found, in which order, on which page.
 */
public abstract class SearchQueriesContract extends SearchContract {
    @Test
    void words_are_found_whatever_their_case() {
        put(
                "a", "{'title':'The quick brown fox','code':'A-1 b'}",
                "b", "{'title':['A lazy dog','and a Fox'],'code':'a-1'}",
                "c", "{'title':'Nothing'}");
        assertThat(ids(new Condition.Match(TITLE, "FOX", Words.ANY))).containsExactly("a", "b");
        assertThat(ids(new Condition.Match(TITLE, "fox quick", Words.ALL))).containsExactly("a");
        assertThat(ids(new Condition.Match(TITLE, "brown fox", Words.PHRASE))).containsExactly("a");
        assertThat(ids(new Condition.Match(TITLE, "fox brown", Words.PHRASE))).isEmpty();
        assertThat(ids(new Condition.Match(CODE, "A-1", Words.ANY))).containsExactly("a");
    }

    @Test
    void what_meets_more_comes_first() {
        put(
                "a", "{'title':'one word of many others here'}",
                "b", "{'title':'many words'}",
                "c", "{'title':'one word words many'}");
        SearchPage page =
                search(
                        SearchRequest.of(
                                new Condition.Match(TITLE, "one word words many", Words.ANY),
                                List.of(Sort.BEST_FIRST),
                                10));
        assertThat(ids(page)).first().isEqualTo("c");
        assertThat(page.hits()).allMatch(hit -> hit.score() != null && hit.score() > 0);
    }

    @Test
    void values_are_found_exactly() {
        put(
                "a", "{'tag':['x','y'],'views':3,'price':1.5,'open':true,'seen':'2026-01-01'}",
                "b",
                        "{'tag':'X','views':4,'price':2,'open':false,'seen':'2026-01-01T00:00:00.001Z'}",
                "c", "{}");
        assertThat(terms(TAG, "['x','z']")).containsExactly("a");
        assertThat(terms(VIEWS, "[3,4]")).containsExactly("a", "b");
        assertThat(terms(PRICE, "[2.0]")).containsExactly("b");
        assertThat(terms(OPEN, "[true]")).containsExactly("a");
        assertThat(terms(SEEN, "['2026-01-01T00:00:00.000Z']")).containsExactly("a");
        assertThat(ids(new Condition.Prefix(TAG, "y"))).containsExactly("a");
        assertThat(ids(new Condition.Exists(TAG))).containsExactly("a", "b");
    }

    private List<String> terms(SearchField field, String values) {
        List<JsonNode> all = new ArrayList<>();
        json(values).forEach(all::add);
        return ids(new Condition.Terms(field, all));
    }

    @Test
    void ranges_have_their_bounds_or_not() {
        put(
                "a", "{'views':1,'seen':'2026-01-01','tag':'a'}",
                "b", "{'views':2,'seen':'2026-01-02T00:00:00+01:00','tag':'b'}",
                "c", "{'views':[0,3],'seen':'2026-01-03'}");
        assertThat(range(VIEWS, bound("1", true), bound("3", false))).containsExactly("a", "b");
        assertThat(range(VIEWS, bound("1", false), bound("3", true))).containsExactly("b", "c");
        assertThat(range(VIEWS, null, bound("0", true))).containsExactly("c");
        assertThat(range(SEEN, bound("'2026-01-01T23:00:00.000Z'", true), null))
                .containsExactly("b", "c");
        assertThat(range(SEEN, bound("'2026-01-01T23:00:00.000Z'", false), null))
                .containsExactly("c");
        assertThat(range(TAG, bound("'a'", false), bound("'z'", true))).containsExactly("b");
    }

    private static Bound bound(String value, boolean inclusive) {
        return new Bound(json(value), inclusive);
    }

    private List<String> range(SearchField field, @Nullable Bound from, @Nullable Bound to) {
        return ids(new Condition.Range(field, from, to));
    }

    @Test
    void points_are_found_within_a_distance() {
        put(
                "berlin", "{'place':{'lat':52.52,'lon':13.405}}",
                "potsdam", "{'place':{'lat':52.391,'lon':13.064}}",
                "hamburg", "{'place':{'lat':53.551,'lon':9.994}}");
        assertThat(ids(new Condition.Near(PLACE, 52.52, 13.405, 30_000)))
                .containsExactly("berlin", "potsdam");
        assertThat(ids(new Condition.Near(PLACE, 52.52, 13.405, 20_000))).containsExactly("berlin");
    }

    @Test
    void conditions_are_joined() {
        put(
                "a", "{'tag':['x','y'],'title':'fox'}",
                "b", "{'tag':'x'}",
                "c", "{'tag':'y','title':'fox'}",
                "d", "{}");
        Condition x = new Condition.Prefix(TAG, "x");
        Condition y = new Condition.Prefix(TAG, "y");
        Condition fox = new Condition.Match(TITLE, "fox", Words.ANY);
        assertThat(ids(new Condition.All(List.of(x, y, fox)))).containsExactly("a");
        assertThat(ids(new Condition.Any(List.of(x, fox)))).containsExactly("a", "b", "c");
        assertThat(ids(new Condition.None(List.of(x, fox)))).containsExactly("d");
        assertThat(
                        ids(
                                new Condition.All(
                                        List.of(
                                                new Condition.Any(List.of(x, y)),
                                                new Condition.None(List.of(fox))))))
                .containsExactly("b");
        assertThat(ids(Condition.EVERYTHING)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void an_order_puts_what_lacks_the_field_last() {
        put(
                "a", "{'views':2,'tag':'m'}",
                "b", "{'views':[1,9]}",
                "c", "{'tag':'m'}",
                "d", "{'views':2,'tag':'a'}");
        assertThat(sorted(new Sort(VIEWS, false), new Sort(TAG, false)))
                .containsExactly("b", "d", "a", "c");
        assertThat(sorted(new Sort(VIEWS, true), new Sort(TAG, true)))
                .containsExactly("b", "a", "d", "c");
    }

    private List<String> sorted(Sort... sorts) {
        return ids(Condition.EVERYTHING, List.of(sorts));
    }

    @Test
    void pages_follow_each_other_over_a_point_in_time() {
        List<DocumentWrite> writes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String views =
                    i % 5 == 4 ? "{}" : "{'views':" + i % 3 + ",'seen':'200" + i % 2 + "-01-01'}";
            writes.add(put("d" + (10 + i), views, version(now())));
        }
        write(writes.toArray(DocumentWrite[]::new));
        String held = store().openPointInTime(namespace, Duration.ofMinutes(1), soon());
        SearchRequest request =
                SearchRequest.of(
                        Condition.EVERYTHING,
                        List.of(new Sort(VIEWS, true), new Sort(SEEN, false), new Sort(TAG, true)),
                        4);
        List<String> whole = ids(search(request.upTo(100)));
        List<String> paged = new ArrayList<>();
        SearchPage page = search(request.from(List.of(), held));
        write(
                put("d00", "{'views':1}", version(now())),
                new DocumentWrite.Delete("d11", version(now())));
        while (!page.hits().isEmpty()) {
            paged.addAll(ids(page));
            page =
                    search(
                            request.from(
                                    page.hits().getLast().sortValues(),
                                    Objects.requireNonNull(page.pointInTime())));
        }
        assertThat(paged).isEqualTo(whole).hasSize(25);
        String name = Objects.requireNonNull(page.pointInTime());
        store().closePointInTime(name, soon());
        store().closePointInTime(name, soon());
        assertThat(store().search(namespace, request.from(List.of(), name), soon())).isNull();
        assertThat(ids(Condition.EVERYTHING)).hasSize(25).contains("d00").doesNotContain("d11");
    }

    @Test
    void a_page_goes_on_without_its_point_in_time() {
        put("a", "{'views':1}", "b", "{'views':2}", "c", "{}", "d", "{}");
        SearchRequest request =
                SearchRequest.of(Condition.EVERYTHING, List.of(new Sort(VIEWS, false)), 1);
        String held = store().openPointInTime(namespace, Duration.ofMinutes(1), soon());
        List<String> all = new ArrayList<>();
        SearchPage page = search(request.from(List.of(), held));
        while (!page.hits().isEmpty()) {
            all.addAll(ids(page));
            page = search(request.from(page.hits().getLast().sortValues(), null));
        }
        store().closePointInTime(held, soon());
        assertThat(all).containsExactly("a", "b", "c", "d");
    }

    @Test
    void facets_count_all_that_is_found() {
        put(
                "a", "{'tag':['x','y'],'views':1,'open':true,'title':'fox'}",
                "b", "{'tag':['x','z'],'views':5,'open':true,'title':'fox'}",
                "c", "{'tag':'x','views':5,'title':'fox'}",
                "d", "{'tag':'x','views':5}");
        Facet tags = new Facet.Values("tags", TAG, 2);
        Facet open = new Facet.Values("open", OPEN, 10);
        Facet views =
                new Facet.Ranges(
                        "views",
                        VIEWS,
                        List.of(
                                new Condition.Range(VIEWS, null, bound("5", false)),
                                new Condition.Range(VIEWS, bound("1", true), bound("5", true))));
        SearchPage page =
                search(
                        new SearchRequest(
                                new Condition.Match(TITLE, "fox", Words.ANY),
                                null,
                                List.of(),
                                List.of(tags, open, views),
                                List.of(),
                                1,
                                List.of(),
                                null,
                                true));
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.totalExact()).isTrue();
        assertThat(page.facets())
                .containsEntry(
                        "tags",
                        new FacetCounts(
                                List.of(
                                        new FacetCounts.Count(json("'x'"), 3),
                                        new FacetCounts.Count(json("'y'"), 1)),
                                1,
                                true))
                .containsEntry(
                        "open",
                        new FacetCounts(List.of(new FacetCounts.Count(json("true"), 2)), 0, true))
                .containsEntry(
                        "views",
                        new FacetCounts(
                                List.of(
                                        new FacetCounts.Count(null, 1),
                                        new FacetCounts.Count(null, 3)),
                                0,
                                true));
    }

    @Test
    void highlights_show_the_words_and_no_markup_of_documents() {
        put("a", "{'title':'a <b>quick</b> fox','code':'fox'}");
        SearchPage page =
                search(
                        new SearchRequest(
                                new Condition.Match(TITLE, "fox", Words.ANY),
                                null,
                                List.of(),
                                List.of(),
                                List.of(TITLE, CODE),
                                10,
                                List.of(),
                                null,
                                false));
        SearchPage.Hit hit = page.hits().getFirst();
        assertThat(hit.highlights()).containsOnlyKeys("title");
        assertThat(hit.highlights().get("title"))
                .singleElement()
                .isEqualTo("a &lt;b&gt;quick&lt;&#x2F;b&gt; <em>fox</em>");
        assertThat(hit.document().fields()).isEmpty();
        assertThat(hit.document().version().generation()).isPositive();
    }

    @Test
    void the_nearest_vectors_are_found_among_what_meets_the_condition() {
        put(
                "a", "{'meaning':[1,0,0],'tag':'x'}",
                "b", "{'meaning':[0.9,0.1,0],'tag':'x'}",
                "c", "{'meaning':[1,0.05,0],'tag':'y'}",
                "d", "{'meaning':[0,0,1],'tag':'x'}",
                "e", "{'tag':'x'}");
        SearchRequest request =
                new SearchRequest(
                        new Condition.Prefix(TAG, "x"),
                        new Nearest(MEANING, List.of(1.0, 0.02, 0.0), 2, 10),
                        List.of(Sort.BEST_FIRST),
                        List.of(),
                        List.of(),
                        10,
                        List.of(),
                        null,
                        true);
        SearchPage page = search(request);
        assertThat(ids(page)).containsExactly("a", "b");
        assertThat(page.hits().getFirst().document().fields().path("meaning"))
                .isEqualTo(json("[1,0,0]"));
    }

    @Test
    void indices_do_not_share_documents() {
        put("a", "{'title':'mine'}");
        var other = Samples.namespace();
        ensure(other, FIELDS);
        try {
            assertThat(store().get(other, "a", soon())).isNull();
            var all = SearchRequest.of(Condition.EVERYTHING, List.of(), 10);
            assertThat(Objects.requireNonNull(store().search(other, all, soon())).hits()).isEmpty();
        } finally {
            drop(other);
        }
    }
}
