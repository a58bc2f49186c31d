package io.quarry.stores.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int KEYS = 60_000;
    private static final List<String> THREE =
            List.of("127.0.0.1:11211", "127.0.0.1:11212", "127.0.0.1:11213");

    @Test
    void every_node_gets_its_share() {
        Rendezvous ring = new Rendezvous(THREE);
        int[] keys = new int[THREE.size()];
        IntStream.range(0, KEYS).forEach(i -> keys[ring.node(key(i))]++);
        for (int of : keys) {
            assertThat(of).isCloseTo(KEYS / THREE.size(), Percentage.withPercentage(3));
        }
    }

    @Test
    void a_node_that_comes_takes_its_share_and_moves_nothing_else() {
        List<String> four = new ArrayList<>(THREE);
        four.add("127.0.0.1:11214");
        Rendezvous before = new Rendezvous(THREE);
        Rendezvous after = new Rendezvous(four);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            int node = after.node(key(i));
            if (node == four.size() - 1) {
                moved++;
            } else {
                assertThat(node).isEqualTo(before.node(key(i)));
            }
        }
        assertThat(moved).isCloseTo(KEYS / four.size(), Percentage.withPercentage(3));
    }

    @Test
    void the_order_of_the_nodes_makes_no_difference() {
        List<String> reversed = THREE.reversed();
        Rendezvous one = new Rendezvous(THREE);
        Rendezvous other = new Rendezvous(reversed);
        for (int i = 0; i < 1_000; i++) {
            assertThat(reversed.get(other.node(key(i)))).isEqualTo(THREE.get(one.node(key(i))));
        }
    }

    /** Another place after an upgrade would empty every cache. */
    @Test
    void keys_stay_where_they_are() {
        Rendezvous ring = new Rendezvous(THREE);
        String nodes =
                IntStream.range(0, 24)
                        .mapToObj(i -> Integer.toString(ring.node(key(i))))
                        .reduce("", String::concat);
        assertThat(nodes).isEqualTo("022102001221111121101222");
    }

    private static String key(int number) {
        return "t0123456789abcdefghi_1.1.1.kuser-" + number;
    }
}
