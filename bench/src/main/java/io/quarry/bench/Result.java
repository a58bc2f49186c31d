package io.quarry.bench;

/**
 * One run of one target.
 *
 * @param server CPU microseconds a request in the process that serves; for the bare driver that is
 *     the load's own
 * @param cassandra the same in Cassandra
 * @param loader the same in what makes the load
 */
record Result(
        Target target, Load load, Load.Told told, double server, double cassandra, double loader) {
    enum Target {
        DRIVER("bare driver"),
        FLOOR_EVENT_LOOP("floor, event loop"),
        FLOOR_VIRTUAL_THREAD("floor, virtual thread"),
        GATEWAY("gateway");

        private final String label;

        Target(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
