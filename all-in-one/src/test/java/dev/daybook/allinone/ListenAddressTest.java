package dev.daybook.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.service.PortTaken;
import dev.daybook.service.settings.WrongSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void addressOfAnotherMachineIsAWrongSetting() {
        // Kept for documentation (RFC 5737): no machine has it.
        ListenAddress elsewhere = new ListenAddress("192.0.2.1", 0, "AWS_PORT");
        assertThatThrownBy(elsewhere::withFreePort)
                .isInstanceOfSatisfying(
                        WrongSettings.class,
                        wrong -> assertThat(wrong.errors())
                                .containsExactly("BIND_ADDRESS is no address of this machine: 192.0.2.1"));
    }

    @Test
    void hostThatCannotBeResolvedIsAWrongSetting() {
        ListenAddress malformed = new ListenAddress("[::zz]", 0, "AWS_PORT");
        assertThatThrownBy(malformed::withFreePort)
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("BIND_ADDRESS names no host");
    }

    @Test
    void takenPortIsNamedWithItsSetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ListenAddress address = ListenAddress.loopback(taken.getLocalPort(), "AWS_PORT");
            assertThatThrownBy(address::withFreePort)
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("AWS_PORT");
        }
    }

    @Test
    void addressForClientsIsOneThatTheyCanConnectTo() {
        assertThat(new ListenAddress("0.0.0.0", 8083, "AWS_PORT").clientAddress())
                .isEqualTo("127.0.0.1:8083");
        assertThat(new ListenAddress("::1", 8083, "AWS_PORT").clientAddress()).isEqualTo("[::1]:8083");
    }
}
