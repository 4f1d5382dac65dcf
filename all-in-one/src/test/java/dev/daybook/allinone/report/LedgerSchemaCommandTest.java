package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.allinone.TestStack;
import dev.daybook.report.LedgerSchemaCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step that brings the ledger's tables to a release, on a real database. */
class LedgerSchemaCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void makesTheTables_andChangesNothingWhenItIsRunAgain() throws Exception {
        try (TestStack stack = TestStack.start(folder.resolve("home"), Map.of())) {
            Map<String, String> environment = stack.environment(Map.of());
            assertThat(run(environment)).isZero();
            int migrations = migrations(environment);
            assertThat(migrations).isPositive();
            assertThat(run(environment)).isZero();
            assertThat(migrations(environment)).isEqualTo(migrations);
        }
    }

    @Test
    void namesEveryMissingSetting_withStatus2() {
        assertThat(run(new HashMap<>())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("DB_URL", "DB_USER", "DB_PASSWORD");
    }

    private int run(Map<String, String> environment) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return LedgerSchemaCommand.run(environment, out, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static int migrations(Map<String, String> environment) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        environment.get("DB_URL"), environment.get("DB_USER"), environment.get("DB_PASSWORD"));
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT COUNT(*) FROM flyway_schema_history WHERE success")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
