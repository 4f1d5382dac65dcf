package dev.daybook.service.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was read to its end and whose caller is known and allowed.
 *
 * @param pathParameters what stood for the {@code :names} of the route, URL-decoded
 * @param query the query's parameters in the order they came, URL-decoded
 * @param headers by lower-case name, the first of each
 * @param body as it came; never longer than the route allows
 * @param address of whoever sent it, as far as {@link TrustedProxies} tell; else the other end of the connection
 * @param session the browser's, where the request shows one; whoever sends a key besides is {@code caller} all the same
 */
public record Request(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        Caller caller,
        Trace trace,
        String address,
        Optional<Session> session) {

    public String pathParameter(String name) {
        return pathParameters.get(name);
    }

    /** The parameter where it was given, the last where it was given more than once. */
    public Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }
}
