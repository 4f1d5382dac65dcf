package dev.daybook.allinone.aws;

import java.util.UUID;

/**
 * What SNS answers over HTTP.
 *
 * @param status the HTTP status
 * @param xml the body, of type {@code text/xml}
 */
record SnsAnswer(int status, String xml) {
    private static final int OK = 200;
    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    /** The answer to a call that succeeded; {@code result} is XML, or empty for a call that answers nothing. */
    static SnsAnswer of(String action, String result) {
        String resultElement = result.isEmpty() ? "" : "<%1$sResult>%2$s</%1$sResult>".formatted(action, result);
        return new SnsAnswer(
                OK,
                ("<%1$sResponse xmlns=\"%2$s\">%3$s<ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata>"
                                + "</%1$sResponse>")
                        .formatted(action, NAMESPACE, resultElement, UUID.randomUUID()));
    }

    static SnsAnswer of(SnsRefusal refusal) {
        return new SnsAnswer(
                refusal.status(),
                ("<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type>%s%s</Error><RequestId>%s</RequestId>"
                                + "</ErrorResponse>")
                        .formatted(
                                NAMESPACE,
                                element("Code", refusal.code()),
                                element("Message", refusal.getMessage()),
                                UUID.randomUUID()));
    }

    static String element(String name, String text) {
        return "<" + name + ">" + InboxPage.escape(text) + "</" + name + ">";
    }
}
