package io.quarry.abstractions.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryReaderTest {
    /** Each with the pointers of all that is wrong with it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'query':{'match_all':{}}} | /query
                    {'where':{'script':{'source':'1'}}} | /where/script
                    {'where':{'term':{'field':'tag','value':'x'},'exists':{'field':'tag'}}} | /where
                    {'where':[]} | /where
                    {'where':{'match':{'field':'nowhere','text':'x'}}} | /where/match/field
                    {'where':{'match':{'field':'_id','text':''}}} | /where/match/field /where/match/text
                    {'where':{'match':{'field':'tag','text':'x'}}} | /where/match/field
                    {'where':{'match':{'field':'title','text':'x','words':'some','boost':9}}} | /where/match/boost /where/match/words
                    {'where':{'term':{'field':'title','value':'x'}}} | /where/term/field
                    {'where':{'term':{'field':'views','value':'1'}}} | /where/term/value
                    {'where':{'term':{'field':'views'}}} | /where/term/value
                    {'where':{'term':{'field':'views','value':1.5}}} | /where/term/value
                    {'where':{'term':{'field':'seen','value':'yesterday'}}} | /where/term/value
                    {'where':{'terms':{'field':'open','values':[true,'no',1]}}} | /where/terms/values/1 /where/terms/values/2
                    {'where':{'terms':{'field':'open','values':[]}}} | /where/terms/values
                    {'where':{'range':{'field':'views'}}} | /where/range
                    {'where':{'range':{'field':'views','gt':1,'gte':1}}} | /where/range
                    {'where':{'range':{'field':'open','gt':1}}} | /where/range/field
                    {'where':{'prefix':{'field':'title','value':'x'}}} | /where/prefix/field
                    {'where':{'near':{'field':'place','lat':91,'lon':0,'meters':0}}} | /where/near/lat /where/near/meters
                    {'where':{'all':[]}} | /where/all
                    {'where':{'all':[{'exists':{'field':'x'}},{'none':[{'exists':{'field':'y'}}]}]}} | /where/all/0/exists/field /where/all/1/none/0/exists/field
                    {'sort':[{'field':'title'},{'field':'views','order':'up'},'best']} | /sort/0/field /sort/1/order /sort/2
                    {'facets':{'A':{'field':'tag'},'b':{'field':'title'},'c':{'field':'views','values':1,'ranges':[{}]}}} | /facets/A /facets/b/field /facets/c /facets/c/ranges/0
                    {'facets':{'a':{'field':'tag','values':101}}} | /facets/a/values
                    {'highlight':['title','tag']} | /highlight/1
                    {'include':'everything','limit':0,'page_bytes':'x','pages':1} | /include /limit /page_bytes /pages
                    {'nearest':{'field':'meaning','vector':[1]}} | /nearest/vector
                    {'nearest':{'field':'meaning','vector':[0,0],'count':300}} | /nearest/count /nearest/vector
                    {'nearest':{'field':'meaning','vector':[0,1],'count':20,'candidates':10},'pages':true,'sort':['score']} | /nearest /nearest/candidates /sort
                    """)
    void all_that_is_wrong_is_said_at_once(String query, String pointers) {
        assertThatThrownBy(() -> Sample.query(query))
                .asInstanceOf(type(SearchRefused.Invalid.class))
                .satisfies(
                        refused ->
                                assertThat(refused.violations())
                                        .extracting(Violation::at)
                                        .containsExactlyInAnyOrder(pointers.split(" ", -1)));
    }

    @Test
    void what_is_no_json_is_refused() {
        for (String text : new String[] {"", "{", "[]", "{} {}", "{'limit':1,'limit':2}"}) {
            assertThatThrownBy(() -> Sample.query(text)).isInstanceOf(SearchRefused.Invalid.class);
        }
        assertThatThrownBy(() -> Sample.query("[".repeat(20_000)))
                .isInstanceOf(SearchRefused.Invalid.class);
    }

    @Test
    void depth_and_number_of_conditions_have_their_limits() {
        String leaf = "{'exists':{'field':'tag'}}";
        String deep = "{'all':[".repeat(7) + leaf + "]}".repeat(7);
        assertThat(Sample.query("{'where':" + deep + "}").cost()).isEqualTo(3);
        assertThatThrownBy(() -> Sample.query("{'where':{'any':[" + deep + "]}}"))
                .hasMessageContaining("deeper than 8");
        String many = "{'any':[" + (leaf + ",").repeat(126) + leaf + "]}";
        assertThat(Sample.query("{'where':" + many + "}").cost()).isEqualTo(129);
        assertThatThrownBy(() -> Sample.query("{'where':{'all':[" + many + "]}}"))
                .hasMessageContaining("one condition more than 128");
        assertThatThrownBy(() -> Sample.query("{'x':'" + "x".repeat(70_000) + "'}"))
                .asInstanceOf(type(SearchRefused.TooLarge.class))
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(65_536));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | 2
                    {'limit':100} | 11
                    {'limit':100000} | 21
                    {'where':{'match':{'field':'title','text':'one two three'}}} | 6
                    {'where':{'match':{'field':'title','text':'one two three','words':'phrase'}}} | 9
                    {'where':{'prefix':{'field':'tag','value':'abc'}}} | 10
                    {'where':{'prefix':{'field':'tag','value':'a'}}} | 34
                    {'where':{'near':{'field':'place','lat':0,'lon':0,'meters':1}}} | 6
                    {'where':{'all':[{'exists':{'field':'tag'}},{'range':{'field':'views','gt':1}}]}} | 5
                    {'facets':{'a':{'field':'tag','values':100},'b':{'field':'views','ranges':[{'gt':1},{'lt':1}]}}} | 26
                    {'highlight':['title'],'limit':20} | 5
                    {'nearest':{'field':'meaning','vector':[1,1],'count':10,'candidates':1000}} | 104
                    """)
    void a_query_costs_what_it_asks_for(String query, int cost) {
        assertThat(Sample.query(query).cost()).isEqualTo(cost);
    }

    @Test
    void a_costly_query_is_refused_before_it_runs() {
        String prefix = "{'prefix':{'field':'tag','value':'a'}}";
        String query = "{'where':{'any':[" + (prefix + ",").repeat(19) + prefix + "]}}";
        assertThatThrownBy(() -> Sample.query(query))
                .asInstanceOf(type(SearchRefused.TooLarge.class))
                .satisfies(
                        refused -> {
                            assertThat(refused.field()).isEqualTo("cost");
                            assertThat(refused.limit()).isEqualTo(500);
                            assertThat(refused.requested()).isEqualTo(642);
                        });
    }

    @Test
    void only_what_is_of_a_page_may_change_between_pages() {
        SearchQuery first = Sample.query("{'where':{'exists':{'field':'tag'}},'limit':5}");
        assertThat(
                        Sample.query(
                                        "{'where':{'exists':{'field':'tag'}},'limit':9,"
                                                + "'include':'ids'}")
                                .hash())
                .isEqualTo(first.hash());
        assertThat(Sample.query("{'where':{'exists':{'field':'views'}},'limit':5}").hash())
                .isNotEqualTo(first.hash());
    }
}
