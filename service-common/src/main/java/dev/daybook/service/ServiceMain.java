package dev.daybook.service;

import ch.qos.logback.classic.LoggerContext;
import dev.daybook.service.settings.CommonSettings;
import dev.daybook.service.settings.Settings;
import dev.daybook.service.settings.WrongSettings;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one service as a process: settings from the environment, start, wait for SIGTERM or SIGINT, orderly end. Exit status 2
 * for wrong settings (all of them listed) or a taken port, 1 for a start that failed otherwise.
 */
public final class ServiceMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_WRONG_SETTINGS = 2;

    private ServiceMain() {}

    public static void run(String service, Function<Settings, AutoCloseable> start) throws InterruptedException {
        AutoCloseable running;
        try {
            Settings settings = Settings.of(System.getenv());
            CommonSettings.LOGGING.forEach(settings::get);
            running = start.apply(settings);
            LOG.atInfo().addKeyValue("settings", settings.shown()).log("{} is up", service);
        } catch (WrongSettings wrong) {
            wrong.errors().forEach(error -> System.err.println(service + ": " + error));
            exit(EXIT_WRONG_SETTINGS);
            return;
        } catch (PortTaken taken) {
            System.err.println(service + ": " + taken.getMessage());
            exit(EXIT_WRONG_SETTINGS);
            return;
        } catch (RuntimeException failed) {
            LOG.error("{} did not start", service, failed);
            exit(EXIT_FAILED);
            return;
        }
        awaitEnd(service, running);
    }

    private static void exit(int status) {
        writeLogs();
        System.exit(status);
    }

    /** The appenders hand lines to a thread of their own, which the end of the process would cut off. */
    private static void writeLogs() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }

    private static void awaitEnd(String service, AutoCloseable running) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                running.close();
                            } catch (Exception e) {
                                LOG.warn("{} did not close cleanly", service, e);
                            } finally {
                                writeLogs();
                                ended.countDown();
                            }
                        },
                        service + "-shutdown"));
        ended.await();
    }
}
