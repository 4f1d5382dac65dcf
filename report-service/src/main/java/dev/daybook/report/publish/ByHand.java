package dev.daybook.report.publish;

/** What came of something that a person asked for a revision's mail. */
public sealed interface ByHand {

    /** There is no such revision, or its files don't stand yet. */
    record NoSuchRevision() implements ByHand {}

    /** It was sent, or is being sent, since the caller looked: the attempt that the caller saw is not the last one. */
    record Overtaken(Revision now) implements ByHand {}

    /** Its publication is in a state in which that makes no sense. */
    record NotFrom(Publication publication) implements ByHand {}

    /** The ledger has taken it on. */
    record TakenOn() implements ByHand {}

    /** One message was handed to SNS, with this outcome. */
    record Resent(PublicationAttempt attempt) implements ByHand {}
}
