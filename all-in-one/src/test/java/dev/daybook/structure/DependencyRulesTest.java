package dev.daybook.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layering of ARCHITECTURE.md. A rule that is in the way is a reason to think about the design first. */
class DependencyRulesTest {
    private static final String EVENTS = "dev.daybook.events..";
    private static final String COMMON = "dev.daybook.service..";
    private static final String INGEST = "dev.daybook.ingest..";
    private static final String PROCESSOR = "dev.daybook.processor..";
    private static final String REPORT = "dev.daybook.report..";
    private static final String ALL_IN_ONE = "dev.daybook.allinone..";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.daybook");
        for (String part : List.of("events", "service", "ingest", "processor", "report", "allinone")) {
            assertThat(classes.stream().anyMatch(type -> type.getPackageName().startsWith("dev.daybook." + part)))
                    .as("classes of " + part + " were read")
                    .isTrue();
        }
    }

    @Test
    void eventsImportJacksonCoreAndKafkaClientsOnly() {
        classes()
                .that()
                .resideInAPackage(EVENTS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        EVENTS,
                        "java..",
                        "com.fasterxml.jackson.core..",
                        "org.apache.kafka.clients.admin..",
                        "org.apache.kafka.common..")
                .check(classes);
    }

    @Test
    void eventsDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage(EVENTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
                .check(classes);
    }

    @Test
    void whatTheServicesShareKnowsNoEvents() {
        noClasses()
                .that()
                .resideInAPackage(COMMON)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(EVENTS, INGEST, PROCESSOR, REPORT, ALL_IN_ONE)
                .check(classes);
    }

    @Test
    void noServiceImportsAnother() {
        noClasses()
                .that()
                .resideInAPackage(INGEST)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PROCESSOR, REPORT, ALL_IN_ONE)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(PROCESSOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INGEST, REPORT, ALL_IN_ONE)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(REPORT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(INGEST, PROCESSOR, ALL_IN_ONE)
                .check(classes);
    }

    @Test
    void vertxStaysAtTheHttpEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.daybook.service.http..", "dev.daybook.allinone.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(classes);
    }

    @Test
    void awsTypesStayInTheClassesThatTalkToAws() {
        Set<String> talkers = classes.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.daybook.allinone"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("software.amazon.awssdk")))
                .map(type -> type.getName().replaceAll("^.*\\.|\\$.*", ""))
                .collect(Collectors.toSet());
        assertThat(talkers).containsExactlyInAnyOrder("ObjectStore", "MailTopic", "TopicSubscriptions");
    }

    @Test
    void quartzStaysInSchedule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.daybook.report.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.quartz..")
                .check(classes);
    }

    @Test
    void compileAndRenderDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.daybook.report.daily..", "dev.daybook.report.analysis..", "dev.daybook.report.render..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.net.http..",
                        "java.sql..",
                        "org.apache.kafka..",
                        "software.amazon..",
                        "io.vertx..",
                        "org.quartz..")
                .check(classes);
    }

    @Test
    void theFoldKnowsNeitherStoresNorKafka() {
        noClasses()
                .that()
                .haveSimpleName("DailyFold")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void namesAreTheFieldsTerms() {
        noClasses()
                .that()
                .resideInAPackage("dev.daybook..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)$")
                .check(classes);
    }

    @Test
    void timeComesFromAClock() {
        Set<String> readers = classes.stream()
                .flatMap(type -> Stream.<JavaCodeUnitAccess<?>>concat(
                        type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream()))
                .filter(access -> readsTheSystemsClock(access.getTarget()))
                .map(access -> access.getOriginOwner().getName() + " calls "
                        + access.getTarget().getFullName())
                .collect(Collectors.toSet());
        assertThat(readers).isEmpty();
    }

    /** {@code now()} of any type of java.time but with a Clock, and the older ways. {@code nanoTime} measures, and tells no time. */
    private static boolean readsTheSystemsClock(CodeUnitAccessTarget target) {
        boolean isNow = target.getName().equals("now")
                && target.getOwner().getPackageName().equals("java.time")
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        return isNow || target.getName().equals("currentTimeMillis");
    }
}
