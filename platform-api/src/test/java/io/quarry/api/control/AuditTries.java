package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.DeafInstance;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Shards;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How each change is made once; what is made is taken away again. */
final class AuditTries {
    private static final String MEMBERS = "/api/v1/tenants/demo/members/user:";
    private static final String ACCOUNTS = "/api/v1/tenants/demo/service-accounts";
    private static final String DEAR =
            "{\"abstraction\": \"key-value\", \"workload\": {\"reads_per_second\": 20000,"
                    + " \"writes_per_second\": 20000}}";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String DESCRIPTION = "{\"description\": \"made by a test\"}";

    private final Api admin;

    AuditTries(Api admin) {
        this.admin = admin;
    }

    /**
     * A change that was asked for and answered.
     *
     * @param resource what it was done to
     * @param answer of the request that made the change
     * @param before whether there was something, and after whether there is
     */
    record Made(String resource, Answer answer, boolean before, boolean after) {}

    interface Try {
        Made change();
    }

    Map<String, Try> all() {
        return Map.ofEntries(
                entry("putTenant tenant.create", this::aNewTenant),
                entry("createTenant tenant.create", this::aTenantByItsName),
                entry("putTenant tenant.change", this::aTenant),
                entry("patchTenant tenant.change", this::aPatchedTenant),
                entry("deleteTenant tenant.delete", this::noTenant),
                entry("putQuota quota.put", this::aQuota),
                entry("putMember grant.put", () -> aGrantee(MEMBERS, "demo")),
                entry("deleteMember grant.remove", () -> noGrantee(MEMBERS, "demo")),
                entry("putPlatformMember grant.put", this::anOperator),
                entry("deletePlatformMember grant.remove", this::noOperator),
                entry("evictInstance instance.evict", this::noInstance),
                entry("putNamespace namespace.create", this::aNewNamespace),
                entry("putNamespace namespace.change", this::aNamespace),
                entry("patchNamespace namespace.change", this::aPatchedNamespace),
                entry("cloneNamespace namespace.clone", this::aClone),
                entry("putNamespaceGrant grant.put", () -> onANamespace(this::aGrantee)),
                entry("deleteNamespaceGrant grant.remove", () -> onANamespace(this::noGrantee)),
                entry("deleteNamespace namespace.retire", this::noNamespace),
                entry("restoreNamespace namespace.restore", this::aRestoredNamespace),
                entry("cancelOperation operation.cancel", () -> whileItWaits("cancel")),
                entry("retryOperation operation.retry", () -> whileItWaits("retry")),
                entry("approveOperation operation.approve", this::anApproval),
                entry("createServiceAccount service-account.create", this::anAccount),
                entry("rotateServiceAccount service-account.rotate", this::aRotation),
                entry("deleteServiceAccount service-account.delete", this::noAccount),
                entry(
                        "issueCredentials namespace.credentials",
                        () -> onData("relational", ":credentials")),
                entry("flushCache namespace.flush", () -> onData("cache", ":flush")),
                entry("registerShard shard.register", this::aNewShard),
                entry("patchShard shard.change", () -> onAShard(this::aPatchedShard, true)),
                entry("deleteShard shard.retire", () -> onAShard(this::noShard, false)),
                entry("cordonShard shard.cordon", () -> onAShard(this::aCordonedShard, true)),
                entry(
                        "uncordonShard shard.uncordon",
                        () -> onAShard(this::anUncordonedShard, true)),
                entry("drainShard shard.drain", () -> onAShard(this::aDrainedShard, true)));
    }

    private Made aNewTenant() {
        var name = freshName();
        var created = admin.put("/api/v1/tenants/" + name, DESCRIPTION).expect(201);
        return new Made(name, created, false, true);
    }

    private Made aTenantByItsName() {
        var name = freshName();
        var created = admin.post("/api/v1/tenants", "{\"name\": \"" + name + "\"}").expect(201);
        return new Made(name, created, false, true);
    }

    private Made aTenant() {
        var name = aNewTenant().resource();
        var changed = admin.put("/api/v1/tenants/" + name, "{\"description\": \"\"}").expect(200);
        return new Made(name, changed, true, true);
    }

    private Made aPatchedTenant() {
        var name = aNewTenant().resource();
        var changed =
                admin.send("PATCH", "/api/v1/tenants/" + name, bytes("{\"description\": null}"));
        return new Made(name, changed.expect(200), true, true);
    }

    private Made noTenant() {
        var name = aNewTenant().resource();
        return new Made(name, admin.delete("/api/v1/tenants/" + name).expect(204), true, false);
    }

    private Made aQuota() {
        var name = aNewTenant().resource();
        var changed = admin.put("/api/v1/tenants/" + name + "/quota", "{\"namespaces\": 3}");
        return new Made(name, changed.expect(200), true, true);
    }

    private Made aGrantee(String grants, String where) {
        var grantee = grants + freshName();
        admin.put(grantee, roles(grants).get(0)).expect(201);
        var changed = admin.put(grantee, roles(grants).get(1)).expect(200);
        admin.delete(grantee).expect(204);
        return new Made(resource(grantee, where), changed, true, true);
    }

    private Made noGrantee(String grants, String where) {
        var grantee = grants + freshName();
        admin.put(grantee, roles(grants).get(0)).expect(201);
        return new Made(resource(grantee, where), admin.delete(grantee).expect(204), true, false);
    }

    private static List<String> roles(String grants) {
        return (grants.equals(MEMBERS)
                        ? Stream.of("tenant-viewer", "tenant-admin")
                        : Stream.of("data-reader", "data-writer"))
                .map(role -> "{\"role\": \"" + role + "\"}")
                .toList();
    }

    private static String resource(String grantee, String where) {
        return grantee.substring(grantee.lastIndexOf('/') + 1) + " on " + where;
    }

    /** The administrator of the platform has no tenant's data but by a grant. */
    /** A call on the data of a namespace, which the administrator was granted. */
    private Made onData(String abstraction, String call) {
        var name = freshName();
        Namespaces.create(admin, "demo", name, "{\"abstraction\": \"" + abstraction + "\"}");
        admin.put(path("demo", name) + "/grants/user:platform-admin", "{\"role\": \"data-writer\"}")
                .expect(201);
        var done = admin.send("POST", path("demo", name) + call, null).expect(200);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, done, false, false);
    }

    private Made onANamespace(BiFunction<String, String, Made> change) {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var made = change.apply(path("demo", name) + "/grants/user:", "demo/" + name);
        Namespaces.purge(admin, "demo", name);
        return made;
    }

    private Made anOperator() {
        var name = freshName();
        var granted =
                admin.put(
                                "/api/v1/platform/members/user:" + name,
                                "{\"role\": \"platform-operator\"}")
                        .expect(201);
        return new Made("user:" + name + " on platform", granted, false, true);
    }

    private Made noOperator() {
        var granted = anOperator().resource();
        var member = granted.substring(0, granted.indexOf(' '));
        var gone = admin.delete("/api/v1/platform/members/" + member).expect(204);
        return new Made(granted, gone, true, false);
    }

    private Made noInstance() {
        try (var deaf = new DeafInstance()) {
            var evict = "/api/v1/instances/" + deaf.id() + ":evict?force=true";
            return new Made(deaf.id(), admin.send("POST", evict, null).expect(204), true, false);
        }
    }

    private Made aNewNamespace() {
        var name = freshName();
        var accepted = admin.put(path("demo", name), SPEC).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, false, true);
    }

    private Made aNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var other = SPEC.replace("made", "changed");
        var accepted = admin.put(path("demo", name), other, "If-Match", "\"1\"").expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, true, true);
    }

    private Made aPatchedNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted =
                admin.send(
                                "PATCH",
                                path("demo", name),
                                bytes("{\"description\": \"patched\"}"),
                                "If-Match",
                                "\"1\"")
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, true, true);
    }

    private Made aClone() {
        var name = freshName();
        var clone = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted =
                admin.send(
                                "POST",
                                path("demo", name) + ":clone",
                                bytes("{\"name\": \"" + clone + "\"}"))
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        Namespaces.purge(admin, "demo", clone);
        return new Made("demo/" + clone, accepted, false, true);
    }

    private Made aRestoredNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var retired = admin.delete(path("demo", name) + "?retention=PT15M").expect(202);
        Namespaces.awaitEnd(admin, retired);
        var uid = retired.json().at("/target/uid").asText();
        var accepted =
                admin.send(
                                "POST",
                                "/api/v1/tenants/demo/retired-namespaces/" + uid + ":restore",
                                null)
                        .expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, accepted, false, true);
    }

    private Made whileItWaits(String what) {
        var name = freshName();
        Answer made;
        String operation;
        try (var _ = new DeafInstance()) {
            operation = admin.put(path("demo", name), SPEC).expect(202).header("Location");
            until(operation, "WAITING");
            made = admin.send("POST", operation + ":" + what, null).expect(202);
        }
        if (what.equals("cancel")) {
            until(operation, "CANCELLED");
        } else {
            until(operation, "SUCCEEDED");
            Namespaces.purge(admin, "demo", name);
        }
        return new Made("demo/" + name, made, false, false);
    }

    private void until(String operation, String state) {
        var _ =
                Awaiting.within(
                        LONG, operation + " is " + state, () -> state(operation).equals(state));
    }

    private String state(String operation) {
        return admin.get(operation).expect(200).json().path("state").asText();
    }

    /** What costs so much waits for somebody who may approve it. */
    private Made anApproval() {
        var name = freshName();
        var waits = Api.as("demo-developer").put(path("demo", name), DEAR).expect(202);
        assertThat(waits.json().path("state").asText()).isEqualTo("NEEDS_APPROVAL");
        var approve = waits.header("Location") + ":approve";
        var approved = admin.send("POST", approve, null).expect(202);
        Namespaces.awaitEnd(admin, waits);
        Namespaces.purge(admin, "demo", name);
        return new Made("demo/" + name, approved, false, false);
    }

    private Answer account() {
        var body = "{\"name\": \"%s\", \"role\": \"tenant-viewer\"}".formatted(freshName());
        return admin.post(ACCOUNTS, body).expect(201);
    }

    private static String id(Answer account) {
        return account.json().at("/account/id").asText();
    }

    private Made anAccount() {
        var made = account();
        admin.delete(ACCOUNTS + "/" + id(made)).expect(204);
        return new Made(id(made), made, false, true);
    }

    private Made aRotation() {
        var id = id(account());
        var rotated = admin.send("POST", ACCOUNTS + "/" + id + ":rotate", null).expect(200);
        admin.delete(ACCOUNTS + "/" + id).expect(204);
        return new Made(id, rotated, true, true);
    }

    private Made noAccount() {
        var id = id(account());
        return new Made(id, admin.delete(ACCOUNTS + "/" + id).expect(204), true, false);
    }

    private Made aNewShard() {
        var name = freshName();
        var accepted = admin.post("/api/v1/shards", Shards.body(admin, name)).expect(202);
        Namespaces.awaitEnd(admin, accepted);
        Shards.retire(admin, name);
        return new Made(name, accepted, false, true);
    }

    /**
     * @param stays whether it is still there after the change
     */
    private Made onAShard(UnaryOperator<Answer> change, boolean stays) {
        var name = freshName();
        Shards.register(admin, name);
        var answer = change.apply(admin.get(Shards.path(name)).expect(200));
        if (answer.status() == 202) {
            Namespaces.awaitEnd(admin, answer);
        }
        if (stays) {
            Shards.retire(admin, name);
        }
        return new Made(name, answer, true, stays);
    }

    private Answer aPatchedShard(Answer read) {
        return admin.send(
                        "PATCH",
                        shard(read),
                        bytes("{\"labels\": {\"zone\": \"a\"}}"),
                        "If-Match",
                        read.header("ETag"))
                .expect(200);
    }

    private Answer aCordonedShard(Answer read) {
        return admin.send("POST", shard(read) + ":cordon", null).expect(200);
    }

    private Answer anUncordonedShard(Answer read) {
        aCordonedShard(read);
        return admin.send("POST", shard(read) + ":uncordon", null).expect(200);
    }

    private Answer aDrainedShard(Answer read) {
        return admin.send("POST", shard(read) + ":drain", null).expect(202);
    }

    private Answer noShard(Answer read) {
        return admin.delete(shard(read)).expect(202);
    }

    private static String shard(Answer read) {
        return Shards.path(read.json().path("id").asText());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    Made noNamespace() {
        var name = freshName();
        Namespaces.create(admin, "demo", name, SPEC);
        var accepted = admin.delete(path("demo", name) + "?retention=PT0S").expect(202);
        Namespaces.awaitEnd(admin, accepted);
        return new Made("demo/" + name, accepted, true, false);
    }
}
