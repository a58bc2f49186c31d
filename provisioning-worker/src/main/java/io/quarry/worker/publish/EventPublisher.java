package io.quarry.worker.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.event.ChangeEvent;
import io.quarry.metadata.event.Events;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.claim.HaltPoint;
import io.quarry.worker.publish.Election.Office;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Changes on their way to whoever listens, as CloudEvents 1.0 in the structured mode of its Kafka
 * binding: at least once, those of one resource in their order.
 */
@ApplicationScoped
public class EventPublisher implements Elected.Work {
    private static final int BATCH = 500;
    private static final URI SOURCE = URI.create("/quarry");

    private final Events events;
    private final Tenancy tenancy;
    private final ObjectMapper json;
    private final JsonFormat format = new JsonFormat();
    private final WorkerConfig.Publisher config;
    private final RecordSender sender;
    private final Elected elected;
    private final Counter published;

    EventPublisher(
            Events events,
            Tenancy tenancy,
            AgroalDataSource database,
            ObjectMapper json,
            WorkerConfig config,
            MeterRegistry meters,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.events = events;
        this.tenancy = tenancy;
        this.json = json;
        this.config = config.publisher();
        this.sender = new RecordSender(bootstrap, this.config.timeout());
        this.elected = new Elected(Office.EVENTS, this, database, this.config.pollInterval());
        this.published = meters.counter("quarry.events.published");
    }

    public void start() {
        elected.start();
    }

    public void stop() {
        elected.stop(config.timeout());
    }

    public Standing standing() {
        return elected.standing();
    }

    @Override
    public void begin() {
        // the rows that are there are all that is to be sent
    }

    @Override
    public void turn() throws TopicUnavailable {
        while (true) {
            List<ChangeEvent> batch = tenancy.system(() -> events.waiting(BATCH));
            if (batch.isEmpty()) {
                return;
            }
            sender.send(batch.stream().map(this::record).toList());
            HaltPoint.AFTER_EFFECT.reached("Events", "Publish");
            boolean _ =
                    tenancy.system(
                            () -> {
                                events.forget(batch);
                                return true;
                            });
            published.increment(batch.size());
        }
    }

    @Override
    public void end() {
        sender.close();
    }

    private ProducerRecord<String, String> record(ChangeEvent change) {
        try {
            CloudEventBuilder event =
                    CloudEventBuilder.v1()
                            .withId(change.id().toString())
                            .withSource(SOURCE)
                            .withType(change.type())
                            .withSubject(change.subject())
                            .withTime(change.at().atOffset(ZoneOffset.UTC))
                            .withData(
                                    "application/json",
                                    JsonCloudEventData.wrap(json.readTree(change.data())));
            if (change.tenant() != null) {
                event.withExtension("tenant", change.tenant());
            }
            String value = new String(format.serialize(event.build()), StandardCharsets.UTF_8);
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(config.eventsTopic(), change.subject(), value);
            record.headers()
                    .add("content-type", JsonFormat.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written: " + change, e);
        }
    }
}
