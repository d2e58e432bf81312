package dev.portcullis.waf.detect;

import java.util.Arrays;

/** The words of SQL and of its wide-spread dialects. */
final class SqlWords {
    private static final WordTable WORDS = new WordTable(2048);
    private static final SqlKind[] KINDS = new SqlKind[WORDS.slots()];
    private static final SqlFunction[] FUNCTIONS = new SqlFunction[WORDS.slots()];

    /** Names of functions that prose has too: only a parenthesis right behind one makes it a call. */
    private static final WordTable ENGLISH = new WordTable(256);

    /** Names from the catalogues of databases, which nobody has in mind but who asks for them. */
    private static final WordTable CATALOG = new WordTable(128);

    /** Words that evidence may begin with, functions apart, and those that a full-text search names its mode with. */
    private static final WordTable NEEDED = new WordTable(256);

    /** For each length the letters, as bits, that needed words begin with. */
    private static final int[] NEEDED_BEGINNINGS = new int[16];

    static {
        need("boolean");
        need("natural");
        Arrays.fill(KINDS, SqlKind.WORD);
        Arrays.fill(FUNCTIONS, SqlFunction.NONE);
        kind(SqlKind.LOGIC, "and or xor");
        kind(SqlKind.ARITHMETIC, "div mod");
        kind(SqlKind.PREFIX, "binary prior interval distinct distinctrow match");
        kind(SqlKind.LIKE, "like rlike regexp ilike glob similar sounds against");
        kind(SqlKind.IN, "in");
        kind(SqlKind.IS, "is isnull notnull");
        kind(SqlKind.BETWEEN, "between");
        kind(SqlKind.NOT, "not");
        kind(SqlKind.QUANTIFIER, "exists any some");
        kind(SqlKind.ALL, "all");
        kind(SqlKind.AS, "as");
        kind(SqlKind.BY, "by");
        kind(SqlKind.CASE, "case");
        kind(SqlKind.WHEN, "when");
        kind(SqlKind.THEN, "then");
        kind(SqlKind.ELSE, "else");
        kind(SqlKind.CASE_END, "end");
        kind(SqlKind.SELECT, "select");
        kind(SqlKind.TOP, "top");
        kind(SqlKind.SET_OPERATION, "union intersect except minus");
        kind(SqlKind.FROM, "from");
        kind(SqlKind.WHERE, "where");
        kind(SqlKind.ORDER, "order");
        kind(SqlKind.GROUP, "group");
        kind(SqlKind.HAVING, "having");
        kind(SqlKind.LIMIT, "limit offset fetch");
        kind(SqlKind.INTO, "into");
        kind(SqlKind.OUTFILE, "outfile dumpfile");
        kind(SqlKind.PROCEDURE, "procedure");
        kind(SqlKind.VALUES, "values");
        kind(SqlKind.SET, "set");
        kind(SqlKind.JOIN, "join inner left right full cross natural outer straight_join");
        kind(SqlKind.ON, "on using");
        kind(SqlKind.FOR, "for");
        kind(SqlKind.INSERT, "insert replace");
        kind(SqlKind.UPDATE, "update");
        kind(SqlKind.DELETE, "delete");
        kind(SqlKind.DEFINE, "drop create alter truncate");
        kind(SqlKind.OBJECT, "table database schema view index trigger function login tablespace sequence column user");
        kind(SqlKind.EXECUTE, "exec execute call");
        kind(SqlKind.DECLARE, "declare");
        kind(SqlKind.WAITFOR, "waitfor");
        kind(SqlKind.DELAY, "delay");
        kind(SqlKind.SHUTDOWN, "shutdown");
        kind(SqlKind.LOAD, "load");
        kind(SqlKind.INFILE, "infile");
        kind(SqlKind.GRANT, "grant revoke copy");
        kind(SqlKind.COLLATE, "collate");
        kind(SqlKind.DIRECTION, "asc desc");
        kind(
                SqlKind.CONSTANT,
                "null true false unknown default current_user current_date current_time current_timestamp"
                        + " system_user session_user utc_date utc_time utc_timestamp localtime localtimestamp sysdate rownum");

        function(
                SqlFunction.INFORMATION,
                "version user database schema current_user system_user session_user db_name"
                        + " user_name suser_name suser_sname host_name current_database current_schema current_setting"
                        + " inet_server_addr inet_server_port pg_read_file connection_id sqlite_version object_name col_name"
                        + " object_id has_dbaccess is_srvrolemember serverproperty last_insert_id found_rows row_count");
        function(SqlFunction.DELAY, "sleep benchmark pg_sleep pg_sleep_for pg_sleep_until randomblob");
        function(
                SqlFunction.DANGEROUS,
                "load_file extractvalue updatexml xmltype name_const xp_cmdshell xp_regread"
                        + " xp_dirtree sp_executesql sp_oacreate openrowset opendatasource openquery sys_exec sys_eval lo_import"
                        + " lo_export pg_ls_dir dblink query_to_xml database_to_xml load_extension writefile gtid_subset"
                        + " st_latfromgeohash utl_http.request utl_inaddr.get_host_name utl_inaddr.get_host_address"
                        + " dbms_pipe.receive_message dbms_lock.sleep dbms_xmlgen.getxml httpuritype ctxsys.drithsx.sn analyse");
        function(
                SqlFunction.PART,
                "substring substr mid substring_index regexp_substr left right strcmp position locate"
                        + " instr charindex patindex");
        function(SqlFunction.CODE, "ascii ord hex unicode bin");
        function(SqlFunction.CONDITION, "if iif elt case decode nvl nvl2 choose");
        function(
                SqlFunction.COMMON,
                "unhex char chr nchar conv to_char to_number from_base64 to_base64 char_length"
                        + " octet_length bit_length length lower upper lcase ucase convert cast rawtohex md5 sha1 sha sha2 encode"
                        + " ifnull coalesce nullif compress uncompress aes_encrypt aes_decrypt des_decrypt quotename len datalength"
                        + " crc32 make_set find_in_set coercibility charset collation json_keys multipoint geometrycollection"
                        + " linestring multilinestring polygon multipolygon generate_series listagg concat concat_ws group_concat"
                        + " string_agg array_agg array_to_json xmlagg count sum avg min max abs ceil ceiling floor round rand"
                        + " random power pow sqrt sin cos tan asin acos atan atan2 exp ln log log10 pi sign mod truncate greatest"
                        + " least now curdate curtime date time year month day dayname hour minute second date_add date_sub"
                        + " datediff timestampdiff str_to_date date_format extract unix_timestamp from_unixtime trim ltrim rtrim"
                        + " replace repeat reverse space lpad rpad insert field format quote soundex stuff replicate row"
                        + " row_number rank dense_rank isnull isnumeric str to_date to_timestamp sys_context uuid newid last first"
                        + " json_extract json_object inet_aton inet_ntoa std stddev variance bit_and bit_or bit_xor oct password"
                        + " old_password dcount dlookup nextval currval unistr xmlelement xmlforest dump"
                        + " utl_raw.cast_to_varchar2");
        ENGLISH.addAll(
                "version user database schema left right position char chr length lower upper convert cast compress"
                        + " encode decode if case choose count sum min max round random power sign now date time year month day hour"
                        + " minute second extract trim replace repeat reverse space insert field format quote row rank last first"
                        + " password dump bin hex mid sleep benchmark elt ord len std polygon exp log truncate mod str stuff pi sin"
                        + " cos tan");
        CATALOG.addAll("information_schema table_name column_name table_schema schema_name pg_catalog pg_shadow pg_user"
                + " sysobjects syscolumns sysusers sysdatabases sqlite_master sqlite_schema all_tables user_tables"
                + " all_tab_columns user_tab_columns msysobjects msysaces systables syscat rdb$relations rdb$database"
                + " all_users dba_users v$version");
    }

    private SqlWords() {}

    private static void kind(SqlKind kind, String words) {
        for (String word : words.split(" ", -1)) {
            KINDS[WORDS.add(word)] = kind;
            if (kind.isNeededByEvidence()) {
                need(word);
            }
        }
    }

    private static void need(String word) {
        if (SqlProse.isHexadecimal(word)) {
            throw new IllegalStateException(word + " can be a part of a number");
        }
        NEEDED.add(word);
        NEEDED_BEGINNINGS[word.length()] |= 1 << (word.charAt(0) - 'a');
    }

    /** Whether evidence may begin with the word {@code a[from, to)}, in any case, or with what is in front of it. */
    static boolean mayBeNeeded(byte[] a, int from, int to) {
        int length = to - from;
        return length < NEEDED_BEGINNINGS.length
                && (NEEDED_BEGINNINGS[length] >>> (a[from] - 'a') & 1) != 0
                && NEEDED.contains(a, from, to);
    }

    private static void function(SqlFunction function, String words) {
        for (String word : words.split(" ", -1)) {
            FUNCTIONS[WORDS.add(word)] = function;
        }
    }

    /** A number for the word {@code a[from, to)}, in any case; {@link WordTable#NONE} if SQL gives it no meaning. */
    static int find(byte[] a, int from, int to) {
        return WORDS.find(a, from, to);
    }

    static SqlKind kind(int word) {
        return word == WordTable.NONE ? SqlKind.WORD : KINDS[word];
    }

    static SqlKind kind(byte[] a, int from, int to) {
        return kind(find(a, from, to));
    }

    static SqlFunction function(int word) {
        return word == WordTable.NONE ? SqlFunction.NONE : FUNCTIONS[word];
    }

    static boolean isEnglish(byte[] a, int from, int to) {
        return ENGLISH.contains(a, from, to);
    }

    /** Whether one part of a dotted name is known from the catalogues of databases alone. */
    static boolean isCatalog(byte[] a, int from, int to) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || a[i] == '.') {
                int last = i > start && isNameQuote(a[i - 1]) ? i - 1 : i;
                int first = start < last && isNameQuote(a[start]) ? start + 1 : start;
                if (CATALOG.contains(a, first, last)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isNameQuote(byte c) {
        return c == '`' || c == '[' || c == ']';
    }
}
