package dev.portcullis.waf;

/** What to write under {@code waf.exclude} of a policy, so that a match that was a false alarm does not come again. */
final class ExclusionAdvice {
    private static final int LONGEST_TARGET = 200;

    private ExclusionAdvice() {}

    static String of(Match match, String route) {
        StringBuilder advice = new StringBuilder("{rule: ").append(match.ruleId());
        String target = match.excludableTarget();
        if (!target.isEmpty() && target.length() <= LONGEST_TARGET && isPlain(target)) {
            advice.append(", target: \"").append(target).append('"');
        }
        if (!route.isEmpty()) {
            advice.append(", route: ").append(route);
        }
        return advice.append('}').toString();
    }

    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '\'') {
                return false;
            }
        }
        return true;
    }
}
