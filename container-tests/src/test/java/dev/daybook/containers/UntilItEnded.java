package dev.daybook.containers;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** A container has started when it has ended, whatever its exit status: for one that is expected to refuse its start. */
final class UntilItEnded extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient engine, String containerId) {
        String status =
                engine.inspectContainerCmd(containerId).exec().getState().getStatus();
        return "exited".equals(status) ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
    }

    /** Its port is never open. */
    static final class NoFurtherWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // nothing is left to wait for
        }
    }
}
