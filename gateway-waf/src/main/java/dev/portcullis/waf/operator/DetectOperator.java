package dev.portcullis.waf.operator;

import dev.portcullis.waf.detect.ScriptInjection;
import dev.portcullis.waf.detect.SqlEvidence;
import dev.portcullis.waf.detect.SqlInjection;

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
    }
}
