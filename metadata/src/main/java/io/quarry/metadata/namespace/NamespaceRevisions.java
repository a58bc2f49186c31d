package io.quarry.metadata.namespace;

import io.quarkus.panache.common.Parameters;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The specs of a namespace as they were; one of another namespace under the same name is none. */
@ApplicationScoped
public class NamespaceRevisions {
    private final Tenancy tenancy;
    private final NamespaceRows rows;

    NamespaceRevisions(Tenancy tenancy, NamespaceRows rows) {
        this.tenancy = tenancy;
        this.rows = rows;
    }

    /** Newest first; NOT_FOUND where nothing holds the name. */
    public Listing<SpecRevision> list(NamespaceId id, PageRequest page) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    String uid = rows.required(id).uid;
                    String listing = "revisions " + uid;
                    Long before = page.after(listing, Long::valueOf);
                    List<RevisionRow> found =
                            RevisionRow.<RevisionRow>find(
                                            "namespaceUid = :uid and revision < :before order by"
                                                    + " revision desc",
                                            Parameters.with("uid", uid)
                                                    .and(
                                                            "before",
                                                            before == null
                                                                    ? Long.MAX_VALUE
                                                                    : before))
                                    .page(0, page.limit() + 1)
                                    .list();
                    return page.page(
                            listing,
                            found,
                            row -> Long.toString(row.revision),
                            RevisionRow::toRevision);
                });
    }

    /** NOT_FOUND where nothing holds the name. */
    public Optional<SpecRevision> find(NamespaceId id, long revision) {
        return tenancy.call(
                id.tenant(),
                () -> {
                    var key = new RevisionRow.Key(rows.required(id).uid, revision);
                    return RevisionRow.<RevisionRow>findByIdOptional(key)
                            .map(RevisionRow::toRevision);
                });
    }
}
