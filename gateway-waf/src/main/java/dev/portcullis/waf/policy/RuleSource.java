package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.PolicyDirectory;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.WafBuilder;
import java.util.List;

/** Where rules come from. With the content of the files, so that equal sources make equal rules. */
sealed interface RuleSource {
    Shape<RuleSource> SHAPE =
            Shapes.choice(Shapes.<RuleSource>word("builtin", new Builtin()), Folder.shape(), SingleFile.shape());

    void addTo(WafBuilder builder);

    /** Those of this module. */
    record Builtin() implements RuleSource {
        @Override
        public void addTo(WafBuilder builder) {
            builder.builtinRules();
        }
    }

    /** A folder of {@code *.conf}, with the data files that they name. */
    record Folder(PolicyDirectory directory) implements RuleSource {
        static Shape<RuleSource> shape() {
            return Shapes.object("wafRuleFolder", members -> {
                Member<PolicyDirectory> crs = members.required("crs", Shapes.directory());
                return values -> new Folder(values.get(crs));
            });
        }

        @Override
        public void addTo(WafBuilder builder) {
            directory.files().forEach(file -> builder.content(file.path(), file.bytes()));
            for (PolicyFile file : directory.files()) {
                if (file.path().toString().endsWith(".conf")) {
                    builder.rules(file.path());
                }
            }
        }
    }

    /** One file, with those that it names. */
    record SingleFile(PolicyFile file, List<PolicyFile> named) implements RuleSource {
        static Shape<RuleSource> shape() {
            return Shapes.object("wafRuleFile", members -> {
                Member<PolicyFile> file = members.required("file", Shapes.file());
                return values -> new SingleFile(values.get(file), NamedFiles.of(values.get(file)));
            });
        }

        @Override
        public void addTo(WafBuilder builder) {
            named.forEach(other -> builder.content(other.path(), other.bytes()));
            builder.content(file.path(), file.bytes());
            builder.rules(file.path());
        }
    }
}
