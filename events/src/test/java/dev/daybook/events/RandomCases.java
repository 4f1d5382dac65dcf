package dev.daybook.events;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Runs a property on random cases, the same ones in every build, and names the seed of one that fails. */
public final class RandomCases {
    /** The system property that holds the seed of the only case to run. */
    private static final String SEED = "daybook.test.seed";

    private static final long BASE_SEED = 20_261_120;

    private RandomCases() {}

    /** A property of one random case. */
    public interface Property {
        void holdsFor(Random random) throws Exception;
    }

    public static void forAll(int tries, Property property) {
        String only = System.getProperty(SEED);
        if (only != null) {
            run(Long.parseLong(only), property);
            return;
        }
        // Not 1, 2, 3: the first numbers of Randoms with neighbouring seeds are nearly the same.
        SplittableRandom seeds = new SplittableRandom(BASE_SEED);
        for (int i = 0; i < tries; i++) {
            run(seeds.nextLong(), property);
        }
    }

    private static void run(long seed, Property property) {
        try {
            property.holdsFor(new Random(seed));
        } catch (Exception | Error failure) {
            throw new AssertionError(
                    "The case of seed " + seed
                            + " failed; to run it alone: ./mvnw -pl events test -Dtest=<this test> -D" + SEED + "="
                            + seed,
                    failure);
        }
    }

    static <T> T oneOf(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /**
     * A number from min to max, both included and {@code min < max}: a quarter are the ends, zero and their neighbours, a
     * quarter have any number of bits, so that small ones come too, and the rest are spread evenly.
     */
    static long number(Random random, long min, long max) {
        long number = switch (random.nextInt(4)) {
            case 0 -> oneOf(random, List.of(min, min + 1, -2L, -1L, 0L, 1L, 2L, max - 1, max));
            case 1 -> random.nextLong() >> random.nextInt(Long.SIZE);
            default -> random.nextLong(min, max);
        };
        return min <= number && number <= max ? number : random.nextLong(min, max);
    }
}
