package io.quarry.api.data;

import io.quarry.api.admission.Admission;
import io.quarry.stores.spi.Deadline;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Admission, then the one step from the event loop to a virtual thread and back. */
@Singleton
public class Handover {
    private final Admission admission;

    @Inject
    public Handover(Admission admission) {
        this.admission = admission;
    }

    /** One blocking piece of work, on a virtual thread. */
    public interface Work {
        Answer perform(Deadline deadline);
    }

    /** Work that needs the request's body. */
    public interface BodyWork {
        Answer perform(Buffer body, Deadline deadline);
    }

    /** A read, and whatever else takes no body and costs a unit at least. */
    public void read(Exchange exchange, Work work) {
        begin(exchange, 1, work);
    }

    /** A write without a body. */
    public void change(Exchange exchange, Work work) {
        begin(exchange, 1, work);
    }

    /**
     * A write whose body is read first; what its length says is taken of the rate before a byte of
     * it is read.
     */
    public void write(Exchange exchange, String what, long limit, BodyWork work) {
        var units = Cost.ofWrite(declared(exchange, what, limit));
        withBody(exchange, what, limit, units, work);
    }

    /** A read that says in a body what it wants. */
    public void query(Exchange exchange, String what, long limit, BodyWork work) {
        declared(exchange, what, limit);
        withBody(exchange, what, limit, 1, work);
    }

    private static long declared(Exchange exchange, String what, long limit) {
        var declared = BodyReader.declared(exchange.request());
        if (declared > limit) {
            throw Refusals.tooLarge(what, limit, declared);
        }
        return declared;
    }

    private void withBody(Exchange exchange, String what, long limit, long units, BodyWork work) {
        if (!admitted(exchange, units)) {
            return;
        }
        BodyReader.read(
                exchange,
                what,
                limit,
                body -> {
                    exchange.received(body.length());
                    go(exchange, units, deadline -> work.perform(body, deadline));
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
                answer = work.perform(exchange.deadline());
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
