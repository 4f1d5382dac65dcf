package dev.daybook.allinone;

import dev.daybook.allinone.aws.AwsStandIn;
import dev.daybook.service.ServiceMain;
import java.time.Clock;

/**
 * The AWS stand-in as a process of its own, for installations without AWS: once it is ready the buckets, the report's topic and
 * its confirmed subscriber are there. For a network that only readers of the mails can reach: the inbox asks for no key.
 */
public final class LocalAws {
    private LocalAws() {}

    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("aws-stand-in", settings -> start(LocalAwsConfig.from(settings), Clock.systemUTC()));
    }

    /** Starts it and sets up what an operator would at AWS. */
    static AwsStandIn start(LocalAwsConfig config, Clock clock) {
        AwsStandIn aws = AwsStandIn.start(config.folder(), config.credentials(), config.address(), clock);
        boolean isSetUp = false;
        try {
            ReportSubscription.ensure(aws, config.buckets(), config.subscriber());
            aws.announceReady();
            isSetUp = true;
            return aws;
        } finally {
            if (!isSetUp) {
                aws.close();
            }
        }
    }
}
