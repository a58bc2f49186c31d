package io.quarry.abstractions.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.elasticsearch.ElasticsearchQueries;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a query to the engine's request. */
class QueryRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In every request, whatever is asked: what is deleted or has expired is not there. */
    private static final String LIVE =
            """
            [{"term":{"deleted":true}},{"range":{"expires_at":{"lte":1767225600000000}}}]""";

    private static ObjectNode request(String query) {
        return ElasticsearchQueries.search(
                Sample.query(query).request(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10));
    }

    private static String text(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"')).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'exists':{'field':'tag'}} | {'exists':{'field':'fields.tag'}}
                    {'term':{'field':'tag','value':'x'}} | {'terms':{'fields.tag':['x']}}
                    {'term':{'field':'open','value':true}} | {'terms':{'fields.open':[true]}}
                    {'terms':{'field':'views','values':[1,2]}} | {'terms':{'fields.views':[1,2]}}
                    {'term':{'field':'seen','value':'2026-01-01'}} | {'terms':{'fields.seen':['2026-01-01T00:00:00.000Z']}}
                    {'prefix':{'field':'tag','value':'x*?'}} | {'prefix':{'fields.tag':{'value':'x*?'}}}
                    {'range':{'field':'views','gte':1,'lt':5}} | {'range':{'fields.views':{'gte':1,'lt':5}}}
                    {'range':{'field':'price','gt':1.5,'lte':2}} | {'range':{'fields.price':{'gt':1.5,'lte':2}}}
                    {'range':{'field':'seen','gte':'2026-01-01T01:00:00+01:00'}} | {'range':{'fields.seen':{'gte':'2026-01-01T00:00:00.000Z'}}}
                    {'range':{'field':'seen','lt':'2026-01-01T00:00:00.0019Z'}} | {'range':{'fields.seen':{'lt':'2026-01-01T00:00:00.001Z'}}}
                    {'near':{'field':'place','lat':52.5,'lon':13.4,'meters':500}} | {'geo_distance':{'distance':'500.0m','fields.place':{'lat':52.5,'lon':13.4}}}
                    {'none':[{'exists':{'field':'tag'}}]} | {'bool':{'must_not':[{'exists':{'field':'fields.tag'}}]}}
                    {'all':[{'exists':{'field':'tag'}},{'exists':{'field':'open'}}]} | {'bool':{'filter':[{'exists':{'field':'fields.tag'}},{'exists':{'field':'fields.open'}}]}}
                    """)
    void what_no_score_depends_on_is_filtered(String where, String engine) {
        ObjectNode request = request("{'where':" + where + "}");
        assertThat(request.at("/query/bool/filter")).hasToString(text("[" + engine + "]"));
        assertThat(request.at("/query/bool/must_not")).hasToString(text(LIVE));
        assertThat(request.at("/query/bool").has("must")).isFalse();
        assertThat(request.path("sort")).hasToString(text("[{'id':{'order':'asc'}}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'match':{'field':'title','text':'a b'}} | {'match':{'fields.title':{'query':'a b','operator':'or'}}}
                    {'match':{'field':'title','text':'a b','words':'all'}} | {'match':{'fields.title':{'query':'a b','operator':'and'}}}
                    {'match':{'field':'title','text':'a b','words':'phrase'}} | {'match_phrase':{'fields.title':{'query':'a b'}}}
                    {'all':[{'match':{'field':'title','text':'a'}},{'exists':{'field':'tag'}}]} | {'bool':{'must':[{'match':{'fields.title':{'query':'a','operator':'or'}}}],'filter':[{'exists':{'field':'fields.tag'}}]}}
                    {'any':[{'match':{'field':'title','text':'a'}},{'exists':{'field':'tag'}}]} | {'bool':{'should':[{'match':{'fields.title':{'query':'a','operator':'or'}}},{'constant_score':{'filter':{'exists':{'field':'fields.tag'}},'boost':0}}],'minimum_should_match':1}}
                    """)
    void what_is_met_better_or_worse_is_scored(String where, String engine) {
        ObjectNode request = request("{'where':" + where + "}");
        assertThat(request.at("/query/bool/must")).hasToString(text("[" + engine + "]"));
        assertThat(request.at("/query/bool/must_not")).hasToString(text(LIVE));
        assertThat(request.path("sort"))
                .hasToString(text("[{'_score':{'order':'desc'}},{'id':{'order':'asc'}}]"));
    }

    @Test
    void nothing_asked_for_is_everything_that_lives() {
        assertThat(request("{}"))
                .hasToString(
                        text(
                                """
                                {'query':{'bool':{'must_not':%s}},'sort':[{'id':{'order':'asc'}}],
                                'size':10,'track_total_hits':10000,'timeout':'10000ms'}"""
                                        .formatted(LIVE)));
    }

    @Test
    void an_order_ends_with_the_id() {
        assertThat(
                        request(
                                        """
                                        {'sort':['score',{'field':'views','order':'desc'},
                                        {'field':'tag'}]}""")
                                .path("sort"))
                .hasToString(
                        text(
                                """
                                [{'_score':{'order':'desc'}},
                                {'fields.views':{'order':'desc','missing':'_last'}},
                                {'fields.tag':{'order':'asc','missing':'_last'}},
                                {'id':{'order':'asc'}}]"""));
    }

    @Test
    void facets_go_by_position() {
        assertThat(
                        request(
                                        """
                                        {'facets':{'tags':{'field':'tag','values':3},
                                        'old':{'field':'views','ranges':[{'lt':5},{'gte':5}]}}}""")
                                .path("aggs"))
                .hasToString(
                        text(
                                """
                                {'0':{'terms':{'field':'fields.tag','size':3}},
                                '1':{'filters':{'filters':{
                                '0':{'range':{'fields.views':{'lt':5}}},
                                '1':{'range':{'fields.views':{'gte':5}}}}}}}"""));
    }

    @Test
    void highlights_are_escaped() {
        assertThat(request("{'highlight':['title']}").path("highlight"))
                .hasToString(
                        text(
                                """
                                {'encoder':'html','number_of_fragments':3,'fragment_size':150,
                                'fields':{'fields.title':{}}}"""));
    }

    @Test
    void the_nearest_are_sought_among_what_lives_and_meets_the_condition() {
        ObjectNode request =
                request(
                        """
                        {'where':{'exists':{'field':'tag'}},
                        'nearest':{'field':'meaning','vector':[1,0.5],'count':5}}""");
        assertThat(request.has("query")).isFalse();
        assertThat(request.path("size").asInt()).isEqualTo(5);
        assertThat(request.path("knn"))
                .hasToString(
                        text(
                                """
                                {'field':'fields.meaning','query_vector':[1.0,0.5],'k':5,
                                'num_candidates':50,'filter':{'bool':{
                                'filter':[{'exists':{'field':'fields.tag'}}],'must_not':%s}}}"""
                                        .formatted(LIVE)));
    }

    @Test
    void ids_alone_bring_no_content() {
        assertThat(request("{'include':'ids'}").path("_source"))
                .hasToString(text("['token','expires_at']"));
    }
}
