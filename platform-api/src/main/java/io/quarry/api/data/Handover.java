package io.quarry.api.data;

import io.quarry.abstractions.keyvalue.KeyValues;
import io.quarry.api.admission.Admission;
import io.quarry.api.data.KeyValueCalls.Work;
import io.quarry.stores.spi.Deadline;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Admission, then the one step from the event loop to a virtual thread and back. */
@Singleton
class Handover {
    private final Admission admission;
    private final Bindings bindings;

    @Inject
    Handover(Admission admission, Bindings bindings) {
        this.admission = admission;
        this.bindings = bindings;
    }

    /** Work that needs the request's body. */
    interface BodyWork {
        Answer perform(Buffer body, KeyValues values, Deadline deadline);
    }

    void read(Exchange exchange, Work work) {
        begin(exchange, 1, work);
    }

    /** A write without a body. */
    void change(Exchange exchange, Work work) {
        begin(exchange, 1, work);
    }

    /**
     * A write whose body is read first; what its length says is taken of the rate before a byte of
     * it is read.
     */
    void write(Exchange exchange, String what, long limit, BodyWork work) {
        var declared = BodyReader.declared(exchange.request());
        if (declared > limit) {
            throw Refusals.tooLarge(what, limit, declared);
        }
        var units = Cost.ofWrite(declared);
        if (!admitted(exchange, units)) {
            return;
        }
        BodyReader.read(
                exchange,
                what,
                limit,
                body -> {
                    exchange.received(body.length());
                    go(exchange, units, (values, deadline) -> work.perform(body, values, deadline));
                });
    }

    private void begin(Exchange exchange, long units, Work work) {
        if (admitted(exchange, units)) {
            exchange.request().resume();
            go(exchange, units, work);
        }
    }

    private boolean admitted(Exchange exchange, long units) {
        var throttled = admission.take(exchange.route().route(), exchange.call().writes(), units);
        if (throttled != null) {
            exchange.throttle(throttled);
        }
        return throttled == null;
    }

    private void go(Exchange exchange, long taken, Work work) {
        var shard = exchange.shard();
        var throttled = shard.inFlight().enter();
        if (throttled != null) {
            exchange.throttle(throttled);
            return;
        }
        Thread.startVirtualThread(() -> carryOut(exchange, taken, shard, work));
    }

    private void carryOut(Exchange exchange, long taken, ShardSession shard, Work work) {
        try {
            final Answer answer;
            try {
                var values = bindings.of(exchange.route(), shard);
                answer = work.perform(values, exchange.deadline());
            } finally {
                shard.inFlight().leave();
            }
            admission.owe(
                    exchange.route().route(), exchange.call().writes(), answer.cost() - taken);
            exchange.eventLoop().runOnContext(_ -> exchange.answer(answer));
        } catch (Throwable failure) {
            var told = Failures.translate(failure, shard.placement().shard());
            exchange.eventLoop().runOnContext(_ -> exchange.fail(told));
        }
    }
}
