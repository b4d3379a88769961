#!/usr/bin/python3
"""The schema of a PostgreSQL database, from two places, in one form to compare.

pg_catalog.py events <STREAM     what emgen introspect says
pg_catalog.py server PSQL...     what the server says, asked one table at a time
                                 through information_schema and pg_get_* functions
pg_catalog.py tables <STREAM     the events, as little as "corpus" has
pg_catalog.py corpus JSON [NAME ...]
                                 what tests/data/corpora/*/pgsql.catalog.json says,
                                 without the tables named

It asks as a superuser and in other words than the driver does.
"""
import csv
import json
import re
import subprocess
import sys


def show(tables):
    for name in sorted(tables):
        print(json.dumps({"table": name}))
        for key, items in sorted(tables[name].items()):
            print(f"  {key}")
            for item in items if isinstance(items, list) else [items]:
                print("   ", json.dumps(item, sort_keys=True, ensure_ascii=False))


SESSION, END = [], "--- end of the answer ---\n"


def ask(psql, sql):
    """The rows, by one psql for all questions: a start takes longer than an answer."""
    if not SESSION:
        SESSION.append(subprocess.Popen(psql + ["--csv", "-v", "ON_ERROR_STOP=1"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    SESSION[0].stdin.write(f"{sql};\n\\echo {END}")
    SESSION[0].stdin.flush()
    lines = []
    for line in SESSION[0].stdout:
        if line == END:
            return list(csv.reader(lines))
        lines.append(line)
    sys.exit(f"psql ended at {sql}")


def names(text):
    """The columns of a definition's list: a, "b ""c", d."""
    return [bare if bare else quoted.replace('""', '"')
            for quoted, bare in re.findall(r'"((?:[^"]|"")*)"|([\w$]+)', text)]


FOREIGN = re.compile(r'FOREIGN KEY \((.*)\) REFERENCES (.*?)\((.*?)\)( MATCH \w+)?'
                     r'( ON UPDATE (?:CASCADE|RESTRICT|SET NULL|SET DEFAULT))?'
                     r'( ON DELETE (?:CASCADE|RESTRICT|SET NULL|SET DEFAULT))?(?: \([^)]*\))?'
                     r'(?: DEFERRABLE.*)?(?: NOT VALID| NOT ENFORCED)?$')
SPAN = re.compile(r'\bPERIOD (?=[\w"])| WITHOUT OVERLAPS(?=\))')


def foreign_key(definition):
    columns, target, theirs, _, update, delete = FOREIGN.match(SPAN.sub("", definition)).groups()
    return [names(columns), names(target), names(theirs),
            update[11:] if update else "NO ACTION", delete[11:] if delete else "NO ACTION"]


def index(psql, oid):
    """Key columns by pg_get_indexdef, one at a time; an expression is None."""
    flags = ask(psql, f"""SELECT indisunique, indpred IS NOT NULL, indnkeyatts, indkey::text,
            substring(pg_get_indexdef(indexrelid) from ' USING (\\w+) \\(')
        FROM pg_index WHERE indexrelid = {oid}""")[0]
    parts = [ask(psql, f"SELECT pg_get_indexdef({oid}, {i + 1}, false)")[0][0] for i in range(int(flags[2]))]
    numbers = flags[3].split()
    return ([names(p)[0] if numbers[i] != "0" else None for i, p in enumerate(parts)],
            flags[0] == "t", flags[1] == "t", flags[4])


def domain_checks(psql, oid):
    """The checks of a domain and of all that it is made of."""
    found = []
    while ask(psql, f"SELECT typtype FROM pg_type WHERE oid = {oid}")[0][0] == "d":
        found += ask(psql, f"""SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contypid = {oid} AND contype = 'c'""")
        oid = ask(psql, f"SELECT typbasetype FROM pg_type WHERE oid = {oid}")[0][0]
    return sorted(found)


def domain_base(psql, oid):
    """What a domain is of in the end."""
    kind, base, name = ask(psql, f"SELECT typtype, typbasetype, format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = {oid}")[0]
    below = ask(psql, f"SELECT typtype FROM pg_type WHERE oid = {base}")[0][0]
    return domain_base(psql, base) if below == "d" else name


def fields(psql, oid):
    """How many a row of the type, or of what it is a domain of, has; 0 for no row."""
    kind, base = ask(psql, f"SELECT typtype, typbasetype FROM pg_type WHERE oid = {oid}")[0]
    if kind == "d":
        return fields(psql, base)
    return int(ask(psql, f"""SELECT count(*) FROM information_schema.attributes a JOIN pg_type t ON t.oid = {oid}
        JOIN pg_namespace n ON n.oid = typnamespace WHERE (udt_schema, udt_name) = (nspname, typname)""")[0][0])


def from_server(psql, schemas):
    tables = {}
    for schema, name, kind, oid, comment in ask(psql, f"""
            SELECT n.nspname, c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END, c.oid,
                coalesce(obj_description(c.oid, 'pg_class'), '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ({schemas}) AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
            AND c.oid NOT IN (SELECT inhrelid FROM pg_inherits JOIN pg_partitioned_table ON partrelid = inhparent)
            AND c.oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')"""):
        out = tables[f"{schema}.{name}"] = {"kind": kind, "comment": comment}
        out["cols"] = [[c[0], c[1], c[2] == "YES", json.loads(c[3]), c[4], c[5] == "ALWAYS", c[6]] for c in ask(psql, f"""
            SELECT a.attname, format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 'NO' ELSE 'YES' END,
                to_json(CASE WHEN a.attgenerated = '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault) END),
                a.attidentity <> '' OR pg_get_serial_sequence({oid}::regclass::text, a.attname) IS NOT NULL
                    OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%', false),
                CASE WHEN a.attgenerated <> '' THEN 'ALWAYS' END, coalesce(col_description({oid}, a.attnum), '')
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = {oid} AND d.adnum = a.attnum
            WHERE a.attrelid = {oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""".replace(
            "to_json(", "coalesce(to_json(").replace("t.typdefault) END),", "t.typdefault) END)::text, 'null'),"))]
        out["cols"] = [c[:4] + [c[4] == "t"] + c[5:] for c in out["cols"]]
        out["domains"] = [[c[0], domain_checks(psql, c[1])] for c in ask(psql, f"""
            SELECT a.attname, t.oid FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = {oid} AND a.attnum > 0 AND t.typtype = 'd' ORDER BY a.attnum""")]
        out["domains"] = [d for d in out["domains"] if d[1]]
        typed = ask(psql, f"""SELECT a.attname, t.oid, t.typtype FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = {oid} AND a.attnum > 0 AND t.typtype IN ('d', 'c') ORDER BY a.attnum""")
        out["bases"] = [[c[0], domain_base(psql, c[1])] for c in typed if c[2] == "d"]
        out["fields"] = [f for f in ([c[0], fields(psql, c[1])] for c in typed) if f[1]]
        constraints = ask(psql, f"""SELECT contype, conname, pg_get_constraintdef(oid), conindid
            FROM pg_constraint WHERE conrelid = {oid} AND conparentid = 0 ORDER BY conname COLLATE "C" """)
        out["pk"] = [[c[1], names(SPAN.sub("", c[2])[13:-1])] for c in constraints if c[0] == "p"]
        out["fks"] = [[c[1]] + foreign_key(c[2]) for c in constraints if c[0] == "f"]
        out["checks"] = [[c[1], c[2].removesuffix(" NOT VALID")] for c in constraints
                         if c[0] == "c" and not c[2].endswith(" NOT ENFORCED")]
        out["checks"] = sorted(out["checks"] + [[c[1], f"CHECK ((NOT isempty({c[2][:-1].split(', ')[-1].split(' ')[0]})))"]
                                                for c in constraints if c[2].endswith(" WITHOUT OVERLAPS)")])
        keys = [c[3] for c in constraints if c[0] == "p"]
        out["unique"], out["indexes"] = [], []
        for name_, other in ask(psql, f"""SELECT relname, oid FROM pg_class
                WHERE oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = {oid} AND indisvalid)
                ORDER BY relname COLLATE "C" """):
            if other in keys:
                continue
            columns, unique, partial, how = index(psql, other)
            if unique and not partial and None not in columns:
                out["unique"].append([name_, columns, how])
            else:
                out["indexes"].append([name_, columns, unique, partial, how])
    return tables


def value(default):
    """A default's SQL as its value where it is one: casts and quotes off."""
    sql = default
    while True:
        bare = re.sub(r'::(?:[\w ."]+?)(?:\(\d+(?:,-?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*$', "", sql)
        bare = bare[1:-1] if re.fullmatch(r"\([^()]*\)", bare) else bare
        if bare == sql:
            break
        sql = bare
    sql = sql[1:] if sql.startswith("B'") else sql
    if re.fullmatch(r"'(?:[^']|'')*'", sql):
        return {"literal": sql[1:-1].replace("''", "'")}
    if re.fullmatch(r"-?[\d.]+|true|false", sql):
        return {"literal": sql}
    return {"literal": None} if sql == "NULL" else {"expression": default}


def from_events():
    tables, default = {}, None
    for line in sys.stdin:
        event = json.loads(line)
        if event["type"] == "SchemaAnalysisStarted":
            default = event["data"]["defaultSchema"]
        if event["type"] != "TableAnalyzed":
            continue
        t = event["data"]["table"]
        pk = t["primaryKey"]
        tables[f"{t['schema']}.{t['name']}"] = {
            "kind": t["kind"], "comment": t["comment"] or "",
            "cols": [[c["name"], c["type"], c["nullable"], c["default"], c["autoIncrement"],
                      c["generated"] is not None, c["comment"] or ""] for c in t["columns"]],
            "pk": [[pk["name"], pk["columns"]]] if pk else [],
            "fks": [[f["name"], f["columns"],
                     [f["references"]["schema"]] * (f["references"]["schema"] != default) + [f["references"]["table"]],
                     f["references"]["columns"], f["onUpdate"], f["onDelete"]] for f in t["foreignKeys"]],
            "checks": [[c["name"], f"CHECK ({c['expression']})"] for c in t["checks"]],
            "domains": [[c["name"], sorted([k["name"], f"CHECK ({k['expression']})"] for k in c["checks"])]
                        for c in t["columns"] if "checks" in c],
            "bases": [[c["name"], c["baseType"]] for c in t["columns"] if "baseType" in c],
            "fields": [[c["name"], c["fields"]] for c in t["columns"] if "fields" in c],
            "unique": [[k["name"], k["columns"], k.get("method", "btree")] for k in t["uniqueKeys"]],
            "indexes": [[i["name"], i["columns"], i["unique"], i["partial"], i.get("method", "btree")]
                        for i in t["indexes"]],
        }
    return tables


def little(tables):
    """As much of the events as the corpora have, in public."""
    return {name.removeprefix("public."): {
        "cols": [[c[0], c[1], c[2], c[3], c[5]] for c in t["cols"]],
        "pk": t["pk"][0][1] if t["pk"] else [],
        "fks": sorted([f[0], f[1], f[2][-1], f[3]] for f in t["fks"]),
        "unique": sorted(k[1] for k in t["unique"]),
    } for name, t in tables.items() if t["kind"] == "table"}


def from_corpus(path, without):
    with open(path, encoding="utf-8") as file:
        tables = json.load(file)["tables"]
    return {name: {
        "cols": [[n, t, null, value(d) if d is not None else None, g] for n, t, null, d, g in table["cols"]],
        "pk": table["pk"],
        "fks": sorted([f["name"], f["cols"], f["ref"], f["refcols"]] for f in table["fks"]),
        "unique": sorted(table["unique"]),
    } for name, table in tables.items() if name not in without}


if sys.argv[1] == "events":
    show(from_events())
elif sys.argv[1] == "tables":
    show(little(from_events()))
elif sys.argv[1] == "server":
    found = from_server(sys.argv[3:], sys.argv[2])
    for table in found.values():
        for column in table["cols"]:
            column[3] = value(column[3]) if column[3] is not None else None
    show(found)
else:
    show(from_corpus(sys.argv[2], sys.argv[3:]))
