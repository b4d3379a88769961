-- hostile.pgsql.sql - names, comments, values and defaults that mean harm, or
-- would do some by accident.  pwned() must never be run, nor be code.

CREATE SCHEMA "'; pwned(); //";
CREATE TYPE "*/ pwned(); enum" AS ENUM ('''; pwned(); //', '*/ pwned(); /*', '?> <?php pwned(); ?>', '{$pwned()}', 'a\', '');
CREATE TYPE "'; pwned(); //"."class" AS ENUM ('class', 'Class', 'CLASS', '$x', '`pwned`');
CREATE DOMAIN "dom""ain" AS text CHECK (VALUE IN ('pwned()', '*/ pwned();', '${pwned()}'));

CREATE TABLE "../../etc/passwd" (id serial PRIMARY KEY, "../x" text NOT NULL DEFAULT '../../etc/passwd');
CREATE TABLE "/etc/passwd" (id serial PRIMARY KEY);
CREATE TABLE ".." (id serial PRIMARY KEY);
CREATE TABLE "con" (id serial PRIMARY KEY);
CREATE TABLE "class" (id serial PRIMARY KEY, "class" text, "self" text, "this" text);
CREATE TABLE "select" ("from" integer PRIMARY KEY, "where" integer REFERENCES "select");
CREATE TABLE "'; pwned(); //" (id serial PRIMARY KEY, "'; pwned(); //" text NOT NULL DEFAULT '''; pwned(); //');
CREATE TABLE "'; pwned(); //"."'; pwned(); //" (id serial PRIMARY KEY, other_id integer NOT NULL REFERENCES public."'; pwned(); //",
    kind "'; pwned(); //"."class" NOT NULL DEFAULT '$x');
CREATE TABLE "*/ pwned(); /*" (id serial PRIMARY KEY, "*/ pwned(); /*" text NOT NULL DEFAULT '*/ pwned(); /*',
    "kind */ pwned();" "*/ pwned(); enum" NOT NULL DEFAULT '?> <?php pwned(); ?>');
CREATE TABLE "?> <?php pwned(); ?>" (id serial PRIMARY KEY, "?> <?php pwned(); ?>" text NOT NULL DEFAULT '?> <?php pwned(); ?>');
CREATE TABLE "back`tick $dollar {$pwned()}" (id serial PRIMARY KEY, "`pwned`" text NOT NULL DEFAULT '`pwned`',
    "$pwned" text NOT NULL DEFAULT '${pwned()}', "{$pwned()}" text NOT NULL DEFAULT '{$pwned()}', "\" text NOT NULL DEFAULT '\');
CREATE TABLE "line
 */ pwned();
// " (id serial PRIMARY KEY, "line
 */ pwned();" text NOT NULL DEFAULT 'line
pwned();');
CREATE TABLE "quote""d" (id serial PRIMARY KEY, "a""b" "dom""ain" NOT NULL DEFAULT 'pwned()', "tab	" text, " " text, "." text);
CREATE TABLE U&"\202E\2066rtl" (id serial PRIMARY KEY, U&"\0001\007F" text NOT NULL DEFAULT U&'\0001\202E');
CREATE TABLE "größe 日本 🚀" ("größe" serial PRIMARY KEY, "日本" text NOT NULL DEFAULT '🚀');
CREATE TABLE abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi (
    id serial PRIMARY KEY,
    abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_column_id integer
        REFERENCES abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi,
    abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_column_no integer
        REFERENCES abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi
);
CREATE TABLE "user-names" (id serial PRIMARY KEY);
CREATE TABLE user_names (id serial PRIMARY KEY);
CREATE TABLE "UserNames" (id serial PRIMARY KEY);
CREATE TABLE "user names" (id serial PRIMARY KEY);
CREATE TABLE "USER_NAME" (id serial PRIMARY KEY);
CREATE TABLE no_columns ();
CREATE TABLE no_key (a text, b integer);
CREATE TABLE "a.b" (id serial PRIMARY KEY, "c->d" text, "e as f" text, "*" text);
CREATE TABLE cycle_a (id serial PRIMARY KEY, b_id integer NOT NULL);
CREATE TABLE cycle_b (id serial PRIMARY KEY, c_id integer NOT NULL);
CREATE TABLE cycle_c (id serial PRIMARY KEY, a_id integer NOT NULL REFERENCES cycle_a);
ALTER TABLE cycle_a ADD FOREIGN KEY (b_id) REFERENCES cycle_b;
ALTER TABLE cycle_b ADD FOREIGN KEY (c_id) REFERENCES cycle_c;
CREATE TABLE self_key (id integer PRIMARY KEY REFERENCES self_key);
CREATE TABLE getters (id serial PRIMARY KEY, get_id_attribute text, "getIdAttribute" text, scope_x text, __construct text,
    boot_id integer REFERENCES getters, query_id integer REFERENCES getters, "__get_id" integer REFERENCES getters);

DO $do$
BEGIN
    EXECUTE 'CREATE TABLE thousand (id serial PRIMARY KEY, '
        || (SELECT string_agg(format('c%s varchar(%s) NOT NULL DEFAULT %L', n, n, 'pwned(' || n), ', ') FROM generate_series(10, 1008) n) || ')';
END $do$;

DO $do$
DECLARE
    t record;
    text text := E'*/ pwned(); /* ?> <?php pwned(); ?> {$pwned()} \\'' " `pwned` \n * @property pwned $pwned\r\n */ pwned();\t\x01' || U&'\202E\2028';
BEGIN
    FOR t IN SELECT c.oid::regclass AS name, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0
        WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND relname <> 'thousand' LOOP
        EXECUTE format('COMMENT ON TABLE %s IS %L', t.name, text);
        IF t.attname IS NOT NULL THEN
            EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', t.name, t.attname, text);
        END IF;
    END LOOP;
END $do$;
