package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What search promises, over HTTP: the same tests in memory and for a whole stack. */
abstract class SearchContract {
    /** A writer of a namespace with the fields of {@code Samples.FIELDS}. */
    abstract SearchClient client();

    /** Each test's documents hold it in the field {@code tag}. */
    private String mine = "";

    @BeforeEach
    void takeAnotherTag() {
        mine = "t" + UUID.randomUUID();
    }

    private void put(String id, String members) {
        var put = client().put(mine + id, "{'tag':'" + mine + "'" + members + "}");
        assertThat(put.status()).as(put.text()).isEqualTo(204);
    }

    /** What is this test's, and meets the condition too. */
    private String where(String... conditions) {
        var all = new ArrayList<>(List.of("{'term':{'field':'tag','value':'" + mine + "'}}"));
        all.addAll(List.of(conditions));
        return "'where':{'all':[" + String.join(",", all) + "]}";
    }

    private List<String> ids(String query) {
        return own(client().found(query));
    }

    private List<String> own(JsonNode page) {
        return SearchClient.ids(page).stream().map(id -> id.replace(mine, "")).toList();
    }

    private static List<String> pointers(JsonNode problem) {
        return StreamSupport.stream(problem.path("violations").spliterator(), false)
                .map(violation -> violation.path("field").asText())
                .toList();
    }

    private static String token(Instant at, long nonce) {
        return (at.getEpochSecond() * 1_000_000 + at.getNano() / 1000)
                + "-"
                + Long.toHexString(nonce);
    }

    @Test
    void search_1_only_declared_fields_are_indexed_and_the_rest_is_kept() {
        put("a", ",'title':'fox','undeclared':{'deep':['fox']}");
        var got = client().get(mine + "a");
        assertThat(got.json().at("/undeclared/deep/0").asText()).isEqualTo("fox");
        var refused = client().query("{'where':{'match':{'field':'undeclared','text':'fox'}}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(pointers(refused.json())).containsExactly("/where/match/field");
    }

    @Test
    void search_1_a_document_with_values_of_other_types_is_refused_whole() {
        var refused = client().put(mine, "{'title':1,'views':'x','tag':'" + mine + "'}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(pointers(refused.json())).containsExactlyInAnyOrder("/title", "/views");
        assertThat(client().get(mine).problem()).isEqualTo("item-not-found");
    }

    @Test
    void search_2_a_document_is_put_read_and_deleted() {
        var put = client().put(mine, "{'views':1,'tag':'" + mine + "'}");
        assertThat(put.status()).isEqualTo(204);
        var got = client().get(mine);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.header("Quarry-Token")).isEqualTo(put.header("Quarry-Token"));
        assertThat(got.header("ETag")).isEqualTo('"' + put.header("Quarry-Token") + '"');
        assertThat(got.header("Quarry-Cost")).isEqualTo("1");
        assertThat(ids("{" + where() + "}")).containsExactly("");
        assertThat(client().delete(mine).status()).isEqualTo(204);
        assertThat(client().get(mine).problem()).isEqualTo("item-not-found");
        assertThat(ids("{" + where() + "}")).isEmpty();
    }

    @Test
    void search_2_any_id_is_a_name() {
        for (var id : List.of(mine + "/ä ?&%", mine + "..")) {
            assertThat(client().put(id, "{}").status()).isEqualTo(204);
            assertThat(client().get(id).status()).isEqualTo(200);
        }
    }

    @Test
    void search_2_late_writes_and_replays_never_win() {
        var now = Instant.now();
        var deleted = client().delete(mine, "Quarry-Token", token(now, 1));
        assertThat(deleted.status()).isEqualTo(204);
        var late = client().put(mine, "{'views':1}", "Quarry-Token", token(now.minusMillis(1), 9));
        assertThat(late.status()).isEqualTo(204);
        assertThat(client().get(mine).status()).isEqualTo(404);
        var token = token(now.plusMillis(1), 2);
        for (var i = 0; i < 10; i++) {
            assertThat(client().put(mine, "{'views':2}", "Quarry-Token", token).status())
                    .isEqualTo(204);
        }
        client().delete(mine, "Quarry-Token", token(now, 3));
        assertThat(client().get(mine).json().path("views").asInt()).isEqualTo(2);
    }

    @Test
    void search_2_a_document_expires_with_its_ttl() {
        var past = token(Instant.now().minusSeconds(60), 1);
        client().put(mine, "{'tag':'" + mine + "'}", "Quarry-Token", past, "Quarry-Ttl", "PT30S");
        assertThat(client().get(mine).status()).isEqualTo(404);
        assertThat(ids("{" + where() + "}")).isEmpty();
        client().put(mine, "{'tag':'" + mine + "'}", "Quarry-Ttl", "PT1H");
        assertThat(Instant.parse(client().get(mine).header("Quarry-Expires-At")))
                .isAfter(Instant.now().plusSeconds(3_500));
        assertThat(ids("{" + where() + "}")).containsExactly("");
    }

    @Test
    void search_2_a_batch_is_written_line_by_line_or_refused_whole() {
        var lines =
                """
                {'put':{'id':'@a','document':{'tag':'@','views':1}}}
                {'put':{'id':'@b','document':{'tag':'@','views':2}}}
                {'delete':{'id':'@a'}}
                """
                        .replace("@", mine);
        var written = client().bulk(lines);
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(written.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(written.header("Quarry-Cost")).isEqualTo("3");
        assertThat(written.text().lines()).hasSize(3).allMatch(line -> line.contains("\"token\""));
        assertThat(ids("{" + where() + "}")).containsExactly("b");
        var refused =
                client().bulk(lines + "{'put':{'id':'@c','document':{'views':'x'}}}\n{'drop':1}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(pointers(refused.json()))
                .containsExactlyInAnyOrder("/3/put/document/views", "/4/drop");
    }

    @Test
    void search_3_full_text_filters_ranges_and_their_joins() {
        put("a", ",'title':'The quick brown fox','views':1,'seen':'2026-01-01','open':true");
        put("b", ",'title':'A lazy dog and a fox','views':5,'price':2.5");
        put("c", ",'title':'Nothing','views':9,'place':{'lat':52.52,'lon':13.4}");
        assertThat(ids("{" + where("{'match':{'field':'title','text':'FOX'}}") + "}"))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(ids("{" + where("{'range':{'field':'views','gt':1,'lte':9}}") + "}"))
                .containsExactly("b", "c");
        assertThat(ids("{" + where("{'exists':{'field':'price'}}") + "}")).containsExactly("b");
        assertThat(ids("{" + where("{'term':{'field':'open','value':true}}") + "}"))
                .containsExactly("a");
        assertThat(
                        ids(
                                "{"
                                        + where(
                                                "{'near':{'field':'place','lat':52.5,'lon':13.4,"
                                                        + "'meters':5000}}")
                                        + "}"))
                .containsExactly("c");
        assertThat(
                        ids(
                                "{"
                                        + where(
                                                "{'any':[{'terms':{'field':'views','values':[1]}},"
                                                        + "{'range':{'field':'seen','gte':'2027-01-01'}},"
                                                        + "{'none':[{'match':{'field':'title','text':'fox'}}]}]}")
                                        + "}"))
                .containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void search_3_sort_facets_highlights_and_totals() {
        put("a", ",'title':'a quick <b>fox</b>','views':1,'open':true");
        put("b", ",'title':'quick','views':5,'open':true");
        put("c", ",'title':'quick'");
        var page =
                client().found(
                                "{"
                                        + where("{'match':{'field':'title','text':'fox quick'}}")
                                        + ",'sort':[{'field':'views','order':'desc'}],"
                                        + "'facets':{'open':{'field':'open'},'views':{'field':"
                                        + "'views','ranges':[{'lt':5},{'gte':1,'lte':5}]}},"
                                        + "'highlight':['title'],'limit':2}");
        assertThat(own(page)).containsExactly("b", "a");
        assertThat(page.at("/total/value").asInt()).isEqualTo(3);
        assertThat(page.at("/total/exact").asBoolean()).isTrue();
        assertThat(page.at("/items/0/score").isNull()).isTrue();
        assertThat(page.at("/facets/open/counts/0/value").asBoolean()).isTrue();
        assertThat(page.at("/facets/open/counts/0/documents").asInt()).isEqualTo(2);
        assertThat(page.at("/facets/views/counts/0/documents").asInt()).isEqualTo(1);
        assertThat(page.at("/facets/views/counts/1/documents").asInt()).isEqualTo(2);
        assertThat(page.at("/items/1/highlights/title/0").asText())
                .isEqualTo("a <em>quick</em> &lt;b&gt;<em>fox</em>&lt;&#x2F;b&gt;");
    }

    @Test
    void search_3_the_nearest_vectors_come_nearest_first() {
        put("a", ",'meaning':[1,0]");
        put("b", ",'meaning':[0,1]");
        put("c", ",'meaning':[1,1]");
        var page =
                client().found(
                                "{"
                                        + where()
                                        + ",'nearest':{'field':'meaning','vector':[0.9,0.1],"
                                        + "'count':2},'include':'ids'}");
        assertThat(own(page)).containsExactly("a", "c");
        assertThat(page.at("/items/0").has("document")).isFalse();
        assertThat(page.at("/items/0/score").asDouble()).isPositive();
    }

    @Test
    void search_3_a_costly_query_is_refused_by_cost_before_it_runs() {
        var costly = "{'prefix':{'field':'tag','value':'a'}},".repeat(20);
        var refused =
                client().query("{'where':{'any':[" + costly + "{'exists':{'field':'tag'}}]}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("limit-exceeded");
        assertThat(refused.json().path("limit").asInt()).isEqualTo(500);
        assertThat(refused.json().path("requested").asInt()).isGreaterThan(500);
        assertThat(client().query("{}").header("Quarry-Cost")).isEqualTo("2");
    }

    @Test
    void search_4_pages_are_of_one_point_in_time() {
        var lines = new StringBuilder();
        var all = new ArrayList<String>();
        for (var i = 10; i < 33; i++) {
            all.add("" + i);
            lines.append(
                    "{'put':{'id':'%s%d','document':{'tag':'%s','views':%d}}}\n"
                            .formatted(mine, i, mine, i));
        }
        assertThat(client().bulk(lines.toString()).status()).isEqualTo(200);
        var query = "{" + where() + ",'sort':[{'field':'views'}],'limit':5";
        var page = client().found(query + "}");
        put("00", ",'views':20");
        client().delete(mine + "25");
        var paged = new ArrayList<>(own(page));
        while (!page.path("next_page_token").isNull()) {
            var next = page.path("next_page_token").asText();
            page = client().found(query + ",'page_token':'" + next + "'}");
            paged.addAll(own(page));
        }
        assertThat(paged).isEqualTo(all);
        assertThat(ids("{" + where() + ",'limit':200}")).contains("00").doesNotContain("25");
    }

    @Test
    void search_4_what_refresh_waited_for_is_found() {
        for (var i = 0; i < 3; i++) {
            put("" + i, ",'views':" + i);
            assertThat(ids("{" + where() + ",'include':'ids'}")).hasSize(i + 1);
        }
    }
}
