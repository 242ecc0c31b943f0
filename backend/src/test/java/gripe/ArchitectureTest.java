package gripe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know which: arrows point from the adapters to the nouns and never turn round. */
@AnalyzeClasses(packages = "gripe", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NOUNS_KNOW_NOBODY = classes()
            .that()
            .resideInAPackage("gripe")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("gripe", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_LINE_KNOWS_JAVA_ONLY = classes()
            .that()
            .resideInAPackage("gripe.line")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("gripe.line", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_STORAGE_KNOWS_LETTUCE = noClasses()
            .that()
            .resideOutsideOfPackages("gripe.storage..", "gripe.start..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule ONLY_INDEX_KNOWS_LUCENE = noClasses()
            .that()
            .resideOutsideOfPackage("gripe.index..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.lucene..");

    @ArchTest
    static final ArchRule ONLY_WEB_KNOWS_HTTP = noClasses()
            .that()
            .resideOutsideOfPackages("gripe.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut.http..", "reactor..", "org.reactivestreams..");

    @ArchTest
    static final ArchRule ONLY_CHAT_REACHES_OUT = noClasses()
            .that()
            .resideInAPackage("gripe..")
            .and()
            .resideOutsideOfPackage("gripe.chat..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_THEIR_ADAPTERS = noClasses()
            .that()
            .resideInAnyPackage(
                    "gripe.line..",
                    "gripe.timer..",
                    "gripe.storage..",
                    "gripe.embedding..",
                    "gripe.grouping..",
                    "gripe.index..",
                    "gripe.painpoint..",
                    "gripe.search..",
                    "gripe.capture..",
                    "gripe.device..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("gripe.wire..", "gripe.web..", "gripe.transfer..", "gripe.backup..", "gripe.start..");

    @ArchTest
    static final ArchRule ONLY_BACKUP_ENCRYPTS = noClasses()
            .that()
            .resideOutsideOfPackage("gripe.backup..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.exceptionfactory.jagged..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule GROUPING_KNOWS_NUMBERS_ONLY = noClasses()
            .that()
            .resideInAPackage("gripe.grouping..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("gripe", "gripe.storage..", "gripe.index..", "gripe.painpoint..", "io.micronaut..");

    @ArchTest
    static final ArchRule ONLY_GROUPING_KNOWS_LEIDEN = noClasses()
            .that()
            .resideOutsideOfPackage("gripe.grouping..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("nl.cwts..");

    @ArchTest
    static final ArchRule PAIN_POINTS_DO_NOT_KNOW_WHO_ASKS = noClasses()
            .that()
            .resideInAPackage("gripe.painpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("gripe.search..", "gripe.capture..");

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_NOTHING_OF_GRIPE = noClasses()
            .that()
            .resideInAPackage("gripe.embeddings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "io.lettuce..", "gripe", "gripe.storage..", "gripe.index..");

    @ArchTest
    static final ArchRule NO_CIRCLES = slices().matching("gripe.(*)..").should().beFreeOfCycles();
}
