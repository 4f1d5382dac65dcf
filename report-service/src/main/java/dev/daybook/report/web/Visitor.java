package dev.daybook.report.web;

import dev.daybook.service.http.Access;
import dev.daybook.service.http.Caller;
import dev.daybook.service.http.Form;
import dev.daybook.service.http.Request;
import dev.daybook.service.http.Session;
import java.util.Optional;

/**
 * Who looks at a page, as far as the page is another one for it.
 *
 * @param name the key's id; empty for a stranger
 * @param isSignedIn whether by a session, and not by a key that was sent along
 * @param operates whether its forms may change anything
 * @param token what its forms carry in {@link #tokenField}; empty without a session
 */
public record Visitor(String name, boolean isSignedIn, boolean operates, String token) {

    static Visitor of(Request request) {
        return of(request.caller(), request.session());
    }

    static Visitor of(Caller caller, Optional<Session> session) {
        boolean isSignedIn =
                session.flatMap(Session::caller).filter(caller::equals).isPresent();
        return new Visitor(
                caller.id(),
                isSignedIn,
                isSignedIn && caller.may().contains(Access.OPERATE),
                session.map(Session::formToken).orElse(""));
    }

    public boolean isKnown() {
        return !name.isEmpty();
    }

    public String tokenField() {
        return Form.TOKEN;
    }
}
