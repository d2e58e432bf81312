package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.SyntaxException;
import java.time.Duration;

/** Compiles the actions that change variables. */
final class SetVarCompiler {
    private final Names names;
    private final MacroCompiler macros;

    SetVarCompiler(Names names, MacroCompiler macros) {
        this.names = names;
        this.macros = macros;
    }

    /** {@code setvar:tx.name=value}, {@code =+value}, {@code =-value}, {@code !tx.name}. */
    Action setVar(String text) throws SyntaxException {
        boolean remove = text.startsWith("!");
        int equals = text.indexOf('=');
        String left = text.substring(remove ? 1 : 0, equals < 0 || remove ? text.length() : equals);
        int dot = separator(left);
        Variable collection = Names.variable(left.substring(0, dot));
        String name = left.substring(dot + 1);
        String value = equals < 0 ? "1" : text.substring(equals + 1);
        char sign = value.length() > 1 ? value.charAt(0) : ' ';
        boolean adds = sign == '+' || sign == '-';
        Template template = macros.compile(adds ? value.substring(1) : value);
        if (collection == Variable.TX) {
            Place place = place(name);
            if (remove) {
                return new RemoveTx(place);
            }
            return adds ? new AddTx(place, template, sign == '-') : setTx(place, template);
        }
        if (collection.kind != Variable.Kind.PERSISTENT) {
            throw new SyntaxException(
                    "setvar cannot change " + collection + "; it changes tx, ip, global, session, user and resource");
        }
        Template record = macros.compile(name);
        if (remove) {
            return x -> x.records().remove(collection, lower(record, x));
        }
        if (adds) {
            return x -> {
                long number = template.number(x);
                x.records().add(collection, lower(record, x), sign == '-' ? -number : number);
            };
        }
        return x -> x.records().put(collection, lower(record, x), template.text(x));
    }

    /** {@code expirevar:ip.name=seconds}. */
    Action expireVar(String text) throws SyntaxException {
        int equals = text.indexOf('=');
        String left = equals < 0 ? text : text.substring(0, equals);
        int dot = separator(left);
        Variable collection = Names.variable(left.substring(0, dot));
        if (equals < 0 || collection.kind != Variable.Kind.PERSISTENT) {
            throw new SyntaxException("expirevar takes a variable of ip, global, session, user or resource and seconds,"
                    + " as in ip.name=60, not " + text);
        }
        Template record = macros.compile(left.substring(dot + 1));
        Template seconds = macros.compile(text.substring(equals + 1));
        return x ->
                x.records().expire(collection, lower(record, x), Duration.ofSeconds(Math.max(0, seconds.number(x))));
    }

    private static String lower(Template name, Execution execution) {
        return Ascii.lower(name.text(execution).latin1());
    }

    private static int separator(String left) throws SyntaxException {
        int dot = left.indexOf('.');
        int colon = left.indexOf(':');
        int at = dot < 0 ? colon : colon < 0 ? dot : Math.min(dot, colon);
        if (at <= 0 || at == left.length() - 1) {
            throw new SyntaxException("a variable is named as in tx.name, not " + left);
        }
        return at;
    }

    private Place place(String name) throws SyntaxException {
        Template template = macros.compile(name);
        return template.isConstant() ? new Place(names.place(name), null) : new Place(-1, template);
    }

    private static Action setTx(Place place, Template template) {
        if (template.isConstant()) {
            Text text = template.literal();
            long number = Ascii.number(text.bytes, text.from, text.to);
            if (Long.toString(number).equals(text.latin1())) {
                return new SetTxNumber(place, number);
            }
        }
        return new SetTx(place, template);
    }

    /** Where a variable of TX is: known, or found by a name that is put together. */
    private record Place(
            int fixed, @org.jspecify.annotations.Nullable Template name) {
        int of(Execution execution) {
            if (name == null) {
                return fixed;
            }
            ByteBuilder out = execution.scratch();
            name.appendTo(out, execution);
            return execution.tx().findOrAdd(out.array(), 0, out.length());
        }
    }

    private record SetTxNumber(Place place, long number) implements Action {
        @Override
        public int placeOfTx() {
            return place.fixed;
        }

        @Override
        public void run(Execution execution) {
            execution.tx().set(place.of(execution), number);
        }
    }

    private record SetTx(Place place, Template value) implements Action {
        @Override
        public int placeOfTx() {
            return place.fixed;
        }

        @Override
        public void run(Execution execution) {
            Text text = value.text(execution);
            execution.tx().set(place.of(execution), text);
        }
    }

    private record AddTx(Place place, Template value, boolean subtract) implements Action {
        @Override
        public int placeOfTx() {
            return place.fixed;
        }

        @Override
        public void run(Execution execution) {
            long number = value.number(execution);
            int at = place.of(execution);
            TxStore tx = execution.tx();
            tx.set(at, Ascii.add(tx.number(at), subtract ? -number : number));
        }
    }

    private record RemoveTx(Place place) implements Action {
        @Override
        public int placeOfTx() {
            return place.fixed;
        }

        @Override
        public void run(Execution execution) {
            execution.tx().remove(place.of(execution));
        }
    }
}
