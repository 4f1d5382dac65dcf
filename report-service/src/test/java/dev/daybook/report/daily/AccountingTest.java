package dev.daybook.report.daily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AccountingTest {

    @Test
    void addsUp_whenEverythingReceivedIsInOneOfTheCounts() {
        Accounting accounting = new Accounting(OptionalLong.of(10), 4, 3, 2, 1);
        assertThat(accounting.accountedFor()).isEqualTo(10);
        assertThat(accounting.difference()).hasValue(0);
        assertThat(accounting.differs()).isFalse();
    }

    @Test
    void saysByHowMuchItFails_whicheverSideIsMore() {
        assertThat(new Accounting(OptionalLong.of(11), 4, 3, 2, 1).difference()).hasValue(1);
        assertThat(new Accounting(OptionalLong.of(9), 4, 3, 2, 1).difference()).hasValue(-1);
        assertThat(new Accounting(OptionalLong.of(9), 4, 3, 2, 1).differs()).isTrue();
    }

    @Test
    void claimsNothing_whenWhatWasReceivedIsNotKnown() {
        Accounting accounting = new Accounting(OptionalLong.empty(), 4, 3, 2, 1);
        assertThat(accounting.difference()).isEmpty();
        assertThat(accounting.differs()).isFalse();
        assertThat(AccountingJson.of(accounting).toString())
                .isEqualTo("{\"received\":null,\"counted\":4,\"duplicate\":3,\"conflicting\":2,\"rejected\":1,"
                        + "\"difference\":null}");
    }

    @Test
    void throws_whenTheCountsAreMoreThanALongHolds() {
        assertThatThrownBy(() -> new Accounting(OptionalLong.of(1), Long.MAX_VALUE, 1, 0, 0).difference())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsBackWhatItWrote() {
        for (Accounting accounting : new Accounting[] {
            new Accounting(OptionalLong.empty(), 4, 3, 2, 1), new Accounting(OptionalLong.of(9), 4, 3, 2, 1)
        }) {
            assertThat(AccountingJson.read(AccountingJson.of(accounting).toString()))
                    .isEqualTo(accounting);
        }
    }
}
