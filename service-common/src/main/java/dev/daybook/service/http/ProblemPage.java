package dev.daybook.service.http;

import java.util.Optional;

/**
 * Says in a page what was wrong with a request, to whoever is known to have sent it by then. Runs on an event loop: it must not
 * wait for anything.
 */
public interface ProblemPage {
    /** @param problem an answer of {@link Problem}, whose status and headers the page has as well */
    Answer of(Answer problem, Caller caller, Optional<Session> session);
}
