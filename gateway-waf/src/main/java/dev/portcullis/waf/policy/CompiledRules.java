package dev.portcullis.waf.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.BodyLimit.Overflow;
import dev.portcullis.waf.Budget;
import dev.portcullis.waf.LoadReport;
import dev.portcullis.waf.RulesException;
import dev.portcullis.waf.Waf;
import dev.portcullis.waf.WafBuilder;
import dev.portcullis.waf.spi.CollectionStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the rules of a policy: its setup before them, and what the policy says behind them, so that it is the last word. */
final class CompiledRules {
    private static final Logger LOG = LoggerFactory.getLogger("dev.portcullis.waf");
    private static final int PROBLEMS_SHOWN = 20;
    private static final String SETUP = "setup.conf";

    /** All that the compiled rules depend on. */
    record Settings(
            List<RuleSource> rules,
            dev.portcullis.gateway.BodyLimit requestBody,
            WafPolicy.ResponseBodies responseBody,
            Budget budget,
            int matchesLogged) {
        static Settings of(WafPolicy policy) {
            return new Settings(
                    policy.rules(),
                    policy.requestBody(),
                    policy.responseBody(),
                    policy.budget(),
                    policy.matchesLogged());
        }
    }

    private CompiledRules() {}

    static Waf compile(Settings settings, CollectionStore collections) throws IOException {
        WafBuilder builder = Waf.builder()
                .collections(collections)
                .budget(settings.budget)
                .matchesKept(settings.matchesLogged)
                .rules("portcullis/" + SETUP, resource());
        settings.rules.forEach(source -> source.addTo(builder));
        builder.rules("portcullis/policy", lastWord(settings));
        try {
            Waf waf = builder.build();
            LOG.info(
                    "firewall: {} rules loaded, {} directives without effect here",
                    waf.report().rules(),
                    waf.report().notices().size());
            for (LoadReport.Waiting rule : waf.report().waiting()) {
                LOG.warn(
                        "firewall: rule {} ({}:{}) never matches: {} has no provider",
                        rule.rule(),
                        rule.file(),
                        rule.line(),
                        rule.operator());
            }
            return waf;
        } catch (RulesException e) {
            throw new IllegalArgumentException(message(e.problems()), e);
        }
    }

    private static String message(List<LoadReport.Problem> problems) {
        StringBuilder message = new StringBuilder("the rules cannot be loaded: ");
        for (int i = 0; i < Math.min(problems.size(), PROBLEMS_SHOWN); i++) {
            LoadReport.Problem problem = problems.get(i);
            message.append(i == 0 ? "" : "; ").append(problem.file()).append(':');
            message.append(problem.line()).append(": ").append(problem.reason());
        }
        if (problems.size() > PROBLEMS_SHOWN) {
            message.append("; and ").append(problems.size() - PROBLEMS_SHOWN).append(" more");
        }
        return message.toString();
    }

    private static String resource() throws IOException {
        try (InputStream in = CompiledRules.class.getResourceAsStream(SETUP)) {
            return new String(requireNonNull(in, SETUP).readAllBytes(), ISO_8859_1);
        }
    }

    private static String lastWord(Settings settings) {
        long request = settings.requestBody.bytes();
        StringBuilder text = new StringBuilder(512);
        text.append("SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess On\n");
        text.append("SecRequestBodyLimit ").append(request).append('\n');
        text.append("SecRequestBodyNoFilesLimit ").append(request).append('\n');
        text.append("SecRequestBodyLimitAction ").append(action(settings.requestBody.overflow()));
        text.append("SecUploadFileLimit ").append(settings.budget.parts()).append('\n');
        text.append("SecResponseBodyLimit ")
                .append(settings.responseBody.limit().bytes())
                .append('\n');
        text.append("SecResponseBodyLimitAction ")
                .append(action(settings.responseBody.limit().overflow()));
        text.append("SecResponseBodyMimeTypesClear\n");
        if (!settings.responseBody.types().isEmpty()) {
            text.append("SecResponseBodyMimeType ").append(String.join(" ", settings.responseBody.types()));
        }
        return text.append('\n').toString();
    }

    private static String action(Overflow overflow) {
        return overflow == Overflow.REJECT ? "Reject\n" : "ProcessPartial\n";
    }
}
