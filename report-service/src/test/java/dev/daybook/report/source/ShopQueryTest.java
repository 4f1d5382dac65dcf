package dev.daybook.report.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.report.source.ShopQuery.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopQueryTest {
    @Test
    void replacesEachParameterInTheOrderOfTheQuery() {
        ShopQuery query = ShopQuery.parse("Q", "select 1 from t where b<:day_end and a>=:day_start or c=:day_end");
        assertThat(query.sql()).isEqualTo("select 1 from t where b<? and a>=? or c=?");
        assertThat(query.parameters()).containsExactly(Parameter.DAY_END, Parameter.DAY_START, Parameter.DAY_END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'a:day_start ? \\' :x' from t where d = :business_date",
                "select 'it''s :x ?' from t where d = :business_date",
                "select \"a:day_start ? :x\" from t where d = :business_date",
                "select `a:x ?` from t where d = :business_date",
                "select 1 -- what? :x\n from t where d = :business_date",
                "select 1 # what? :x\n from t where d = :business_date",
                "select 1 /* what?\n :x $1 */ from t where d = :business_date",
                "select '12:30:00', @a := 1 from t where d = :business_date"
            })
    void leavesQuotedTextAndCommentsAlone(String text) {
        ShopQuery query = ShopQuery.parse("Q", text);
        assertThat(query.sql()).isEqualTo(text.replace(":business_date", "?"));
        assertThat(query.parameters()).containsExactly(Parameter.BUSINESS_DATE);
    }

    @ParameterizedTest
    @CsvSource({
        "at >= :day_start and at < :day_end, false, INSTANT",
        "at < :day_end and day >= :business_date, false, INSTANT",
        "at >= :local_day_start and at < :local_day_end, false, WALL_CLOCK",
        "at >= :local_day_start and at < :local_day_end, true, INSTANT",
        "day = :business_date, false, DATE",
        "day = :business_date, true, INSTANT"
    })
    void saysWhatDatesItsOrders(String where, boolean hasPlacedAt, ShopQuery.Dating dating) {
        assertThat(ShopQuery.parse("Q", "select 1 from t where " + where).dating(hasPlacedAt))
                .isEqualTo(dating);
    }

    @Test
    void refusesAParameterThatThereIsNot() {
        assertThatThrownBy(() -> ShopQuery.parse("Q", "select 1 where d = :day"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(":day;")
                .hasMessageContaining(":day_start, :day_end, :local_day_start, :local_day_end, :business_date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1 where a >= ? and a < :day_end", "select ?"})
    void refusesParametersWithoutAName(String text) {
        assertThatThrownBy(() -> ShopQuery.parse("Q", text)).hasMessageContaining("instead of using ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select * from orders", "select ':day_start'"})
    void refusesAQueryThatAsksForNoDay(String text) {
        assertThatThrownBy(() -> ShopQuery.parse("Q", text)).hasMessageContaining("must ask for one day");
    }
}
