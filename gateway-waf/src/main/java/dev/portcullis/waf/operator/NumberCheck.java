package dev.portcullis.waf.operator;

/** What the digits of a number that people carry about must satisfy. */
enum NumberCheck {
    /** A payment card: the check digit of ISO/IEC 7812 (Luhn), over all digits. */
    CARD {
        @Override
        boolean holds(int[] d, int count) {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                int weighted = (count - i) % 2 == 0 ? d[i] * 2 : d[i];
                sum += weighted > 9 ? weighted - 9 : weighted;
            }
            return count > 0 && sum % 10 == 0;
        }
    },
    /** A Brazilian CPF: two check digits. */
    CPF {
        @Override
        boolean holds(int[] d, int count) {
            return count >= 11 && !isRun(d, 11, 0) && checkDigit(d, 9) == d[9] && checkDigit(d, 10) == d[10];
        }

        private int checkDigit(int[] d, int length) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += d[i] * (length + 1 - i);
            }
            int rest = sum % 11;
            return rest < 2 ? 0 : 11 - rest;
        }
    },
    /** A number of the social security of the United States: no check digit, but areas and groups never given out. */
    SSN {
        @Override
        boolean holds(int[] d, int count) {
            if (count != 9 || isRun(d, 9, 0) || isRun(d, 9, 1)) {
                return false;
            }
            int area = d[0] * 100 + d[1] * 10 + d[2];
            boolean serial = d[5] + d[6] + d[7] + d[8] > 0;
            return area > 0 && area < 740 && area != 666 && d[3] + d[4] > 0 && serial;
        }
    },
    /** An Austrian Sozialversicherungsnummer: the fourth digit checks the others. */
    SVNR {
        private static final int[] WEIGHTS = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};

        @Override
        boolean holds(int[] d, int count) {
            if (count < 10 || isRun(d, 10, 0) || isRun(d, 10, 1)) {
                return false;
            }
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += d[i] * WEIGHTS[i];
            }
            return sum % 11 % 10 == d[3];
        }
    };

    /** More digits than any such number has; further ones only count. */
    static final int MOST_DIGITS = 64;

    /** Whether the first {@code count} digits hold the number; for a card all of them must. */
    abstract boolean holds(int[] digits, int count);

    private static boolean isRun(int[] d, int count, int step) {
        for (int i = 1; i < count; i++) {
            if (d[i] != (d[i - 1] + step) % 10) {
                return false;
            }
        }
        return true;
    }
}
