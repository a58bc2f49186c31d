package io.quarry.metadata.row;

import io.quarkus.hibernate.orm.JsonFormat;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.JacksonJsonFormatMapper;

/**
 * Has Hibernate write jsonb columns as {@link Json} does, whatever mapper a service answers with.
 */
@ApplicationScoped
class JsonColumns {
    @Produces
    @JsonFormat
    @PersistenceUnitExtension
    @ApplicationScoped
    FormatMapper json() {
        return new JacksonJsonFormatMapper(Json.MAPPER);
    }
}
