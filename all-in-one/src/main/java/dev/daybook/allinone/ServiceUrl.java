package dev.daybook.allinone;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the address of a service on the command line: an http or https URL with a host; anything else is wrong usage. */
final class ServiceUrl implements ITypeConverter<URI> {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Override
    public URI convert(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // the same answer as for one of another scheme
        }
        throw new TypeConversionException(
                "must be an http or https URL, such as http://127.0.0.1:8082 (it is \"" + text + "\")");
    }
}
