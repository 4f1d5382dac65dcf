package dev.daybook.events.stores;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One change of a store as {@code daybook.stores} keeps it. It names the number of changes that it is based on, so that of two
 * made at once every reader takes the first and skips the other.
 *
 * @param storeId whose
 * @param basedOn {@link Store#changes} when it was made; 0 for a new store
 * @param change unique, by which its writer knows it again
 * @param changedBy the id of the API key that asked for it
 * @param version takes the place of the store's version that begins at the same instant, if there is one
 */
public record StoreRecord(String storeId, long basedOn, String change, String changedBy, StoreVersion version) {
    /** Of the members; a reader that knows only earlier ones counts the change and uses nothing else of it. */
    static final int FORMAT = 1;

    private static final JsonFactory JSON = new JsonFactory();

    /** One line of JSON; the same record always gives the same bytes. */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("store_id", storeId);
            json.writeNumberField("based_on", basedOn);
            json.writeStringField("change", change);
            json.writeStringField("changed_by", changedBy);
            json.writeObjectFieldStart("version");
            StoreVersionJson.writeMembers(json, version);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }
}
