package dev.portcullis.waf.operator;

import dev.portcullis.waf.detect.ScriptInjection;
import dev.portcullis.waf.detect.SqlEvidence;
import dev.portcullis.waf.detect.SqlInjection;
import dev.portcullis.waf.pattern.Prefilter;
import java.util.Arrays;

/** The operators that read a value as the language it might end up in. */
enum DetectOperator implements Operator {
    /** {@code @detectSQLi}. Captures a word that tells why. */
    SQL {
        @Override
        public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
            SqlEvidence evidence = SqlInjection.find(value, from, to);
            if (evidence != null && evaluation.capturing()) {
                evaluation.capture(0, evidence.text(), 0, evidence.text().length);
            }
            return evidence != null;
        }

        @Override
        public int addTo(Prefilter.Builder prefilter) {
            boolean[] beyondAWord = new boolean[256];
            Arrays.fill(beyondAWord, true);
            for (int v = 0; v < 0x80; v++) {
                beyondAWord[v] = !(Ascii.isLetter((byte) v) || Ascii.isDigit((byte) v) || v == '_' || v == '.');
            }
            return prefilter.addBytes(beyondAWord);
        }
    },
    /** {@code @detectXSS}. Captures the value. */
    SCRIPT {
        @Override
        public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
            boolean found = ScriptInjection.isIn(value, from, to);
            if (found && evaluation.capturing()) {
                evaluation.capture(0, value, from, to);
            }
            return found;
        }

        @Override
        public int addTo(Prefilter.Builder prefilter) {
            // A tag opens with a bracket, of ASCII or of another alphabet; an attribute has a sign of equality, and an
            // address a colon, plain or as a reference.
            boolean[] signs = new boolean[256];
            signs['<'] = true;
            signs['='] = true;
            signs[':'] = true;
            signs['&'] = true;
            Arrays.fill(signs, 0x80, 256, true);
            return prefilter.addBytes(signs);
        }
    }
}
