package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.events.CurrencyCode;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopDatabaseConfigTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "SHOP_DB_URL", "jdbc:mariadb://db.example:3306/cafe?sslMode=disable",
            "SHOP_DB_USER", "reader",
            "SHOP_DB_PASSWORD", "sesame",
            "SHOP_DB_STORE_ID", "cafe",
            "SHOP_DB_CURRENCY", "USD"));

    @Test
    void isAbsent_whenThereIsNoUrl() {
        environment.remove("SHOP_DB_URL");
        assertThat(read()).isEmpty();
    }

    @Test
    void readsTheCafesSchemaByDaysOfTheDefaultZone_unlessToldOtherwise() {
        environment.put("DEFAULT_TIME_ZONE", "America/New_York");
        environment.put("DAY_STARTS_AT", "04:00");
        ShopDatabaseConfig config = read().orElseThrow();
        assertThat(config.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(config.dayStartsAt()).isEqualTo(LocalTime.of(4, 0));
        assertThat(config.storeIds()).containsExactly("cafe");
        assertThat(config.currency()).isEqualTo(CurrencyCode.checked("USD"));
        assertThat(config.ordersQuery().sql()).contains("FROM `order` o");
        assertThat(config.salesQuery().sql()).contains("LEFT JOIN product p");
        assertThat(config.queryTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.tolerance()).isEqualByComparingTo(BigDecimal.ZERO);
    }

    @Test
    void takesItsOwnZoneAndSeveralStores() {
        environment.put("SHOP_DB_TIME_ZONE", "Europe/London");
        environment.put("SHOP_DB_DAY_STARTS_AT", "05:00");
        environment.put("SHOP_DB_STORE_ID", "soho, camden town ,");
        environment.put("SHOP_DB_ORDERS_QUERY", "select order_id, amount, store_id from o where d = :business_date");
        ShopDatabaseConfig config = read().orElseThrow();
        assertThat(config.zone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(config.dayStartsAt()).isEqualTo(LocalTime.of(5, 0));
        assertThat(config.storeIds()).containsExactlyInAnyOrder("soho", "camden town");
    }

    @Test
    void readsThePasswordFromAFileAndNeverShowsIt(@TempDir Path folder) throws IOException {
        environment.remove("SHOP_DB_PASSWORD");
        Path file = Files.writeString(folder.resolve("password"), "from-a-file\n");
        environment.put("SHOP_DB_PASSWORD_FILE", file.toString());
        ShopDatabaseConfig config = read().orElseThrow();
        assertThat(config.password().reveal()).isEqualTo("from-a-file");
        assertThat(config.toString()).contains("db.example:3306").doesNotContain("from-a-file", "reader");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SHOP_DB_URL; jdbc:mysql://db/cafe; must be a JDBC URL",
                "SHOP_DB_URL; jdbc:mariadb://db:3306/; must be a JDBC URL",
                "SHOP_DB_URL; nonsense; must be a JDBC URL",
                "SHOP_DB_USER; ''; SHOP_DB_URL needs SHOP_DB_USER and SHOP_DB_PASSWORD",
                "SHOP_DB_STORE_ID; ''; SHOP_DB_STORE_ID, one store",
                "SHOP_DB_STORE_ID; a,b; SHOP_DB_STORE_ID, one store",
                "SHOP_DB_CURRENCY; ''; SHOP_DB_CURRENCY must be set",
                "SHOP_DB_CURRENCY; dollars; must be a currency of ISO 4217",
                "SHOP_DB_TIME_ZONE; Mars; must be a time zone",
                "SHOP_DB_ORDERS_QUERY; select 1; must ask for one day",
                "RECONCILIATION_TOLERANCE; -1; must be a decimal, 0 or more",
                "RECONCILIATION_TOLERANCE; 1e9; must be a decimal, 0 or more",
                "SHOP_DB_ORDER_QUERY; x; SHOP_DB_ORDER_QUERY is not a setting",
            })
    void saysWhatIsWrong(String name, String value, String said) {
        environment.put(name, value);
        assertThatThrownBy(this::read).isInstanceOf(WrongSettings.class).hasMessageContaining(said);
    }

    @Test
    void refusesAPasswordInTheUrlWithoutRepeatingIt() {
        environment.put("SHOP_DB_URL", "jdbc:mariadb://db:3306/cafe?user=u&password=open-sesame");
        assertThatThrownBy(this::read)
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("must not hold user or password")
                .hasMessageNotContaining("open-sesame");
    }

    private Optional<ShopDatabaseConfig> read() {
        Settings settings = Settings.of(environment);
        Optional<ShopDatabaseConfig> config = ShopDatabaseConfig.from(settings);
        settings.throwIfWrong();
        return config;
    }
}
