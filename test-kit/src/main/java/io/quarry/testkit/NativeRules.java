package io.quarry.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** What docs/native.md says of every service. */
public final class NativeRules {
    private NativeRules() {}

    /** No class by its name, no proxy, nothing of {@code Unsafe}. */
    public static ArchRule nothingThatANativeExecutableCannotDo() {
        return noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.reflect.Proxy")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe");
    }
}
