package io.quarry.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarry.testkit.NativeRules;
import java.security.SecureRandom;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The rules of ARCHITECTURE.md and docs/native.md, so that they need no reviewer. */
@AnalyzeClasses(packages = "io.quarry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> NOT_AT_BUILD_TIME =
            Set.of(
                    Thread.class.getName(),
                    "java.util.concurrent.Executors",
                    "java.net.Socket",
                    "java.net.ServerSocket",
                    "java.net.http.HttpClient",
                    "java.nio.channels.SocketChannel",
                    "java.util.UUID",
                    Random.class.getName(),
                    SecureRandom.class.getName(),
                    ThreadLocalRandom.class.getName());

    @ArchTest
    static final ArchRule metadataStandsAlone =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.metadata..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.stores..", "io.quarry.abstractions..", "io.quarry.api..");

    @ArchTest
    static final ArchRule storesStandAlone =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.stores..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.metadata..", "io.quarry.abstractions..", "io.quarry.api..");

    @ArchTest
    static final ArchRule abstractionsKnowStoresOnly =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.abstractions..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.metadata..",
                            "io.quarry.api..",
                            "jakarta.ws.rs..",
                            "io.vertx..");

    @ArchTest
    static final ArchRule abstractionsKnowNoEngine =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.abstractions..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.stores.cassandra..",
                            "io.quarry.stores.postgresql..",
                            "io.quarry.stores.memcached..",
                            "io.quarry.stores.memory..");

    @ArchTest
    static final ArchRule controlNeverTouchesStores =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.api.control..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.stores..",
                            "io.quarry.abstractions..",
                            "io.quarry.api.data..");

    @ArchTest
    static final ArchRule dataAsksNoDatabase =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.quarry.api.data..", "io.quarry.api.admission..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarry.api.control..",
                            "jakarta.persistence..",
                            "java.sql..",
                            "javax.sql..");

    @ArchTest
    static final ArchRule featuresOfTheApiHaveNoCycles =
            slices().matching("io.quarry.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule storesHaveNoCycles =
            slices().matching("io.quarry.stores.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule abstractionsHaveNoCycles =
            slices().matching("io.quarry.abstractions.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTenancyOpensTransactions =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.quarry.metadata.tenant")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("jakarta.transaction.Transactional");

    @ArchTest
    static final ArchRule nothingThatANativeExecutableCannotDo =
            NativeRules.nothingThatANativeExecutableCannotDo();

    @ArchTest
    static final ArchRule nothingRunsInStaticInitialisers =
            classes()
                    .should(
                            new ArchCondition<>(
                                    "start no thread, socket or randomness when they are loaded") {
                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    type.getStaticInitializer()
                                            .ifPresent(initialiser -> check(initialiser, events));
                                }

                                private void check(
                                        JavaCodeUnit initialiser, ConditionEvents events) {
                                    initialiser.getCallsFromSelf().stream()
                                            .filter(
                                                    call ->
                                                            NOT_AT_BUILD_TIME.contains(
                                                                    call.getTargetOwner()
                                                                            .getName()))
                                            .filter(call -> !call.getName().equals("fromString"))
                                            .forEach(
                                                    call ->
                                                            events.add(
                                                                    SimpleConditionEvent.violated(
                                                                            call,
                                                                            call
                                                                                    .getDescription())));
                                }
                            });

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses()
                    .that(
                            DescribedPredicate.describe(
                                    "are written by people",
                                    type -> !type.getSimpleName().contains("$")))
                    .should()
                    .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base)$");

    @ArchTest
    static final ArchRule resourcesRunWhereTheyMayBlock =
            methods()
                    .that()
                    .areAnnotatedWith("jakarta.ws.rs.GET")
                    .and()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("io.quarry.api.control..")
                    .should()
                    .beDeclaredInClassesThat()
                    .areAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread");
}
