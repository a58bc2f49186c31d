package io.quarry.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarry.testkit.NativeRules;

/** The rules of ARCHITECTURE.md for the worker; those for all the rest are platform-api's. */
@AnalyzeClasses(packages = "io.quarry.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.quarry.worker.(*)..").should().beFreeOfCycles();

    /** Locks are held on connections of their own; rows are metadata's. */
    @ArchTest
    static final ArchRule whatIsKeptIsReachedThroughMetadata =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "org.jdbi..");

    @ArchTest
    static final ArchRule workflowsKnowNoMessages =
            noClasses()
                    .that()
                    .resideInAPackage("io.quarry.worker.workflow..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive..");

    @ArchTest
    static final ArchRule nothingThatANativeExecutableCannotDo =
            NativeRules.nothingThatANativeExecutableCannotDo();
}
