#!/usr/bin/python3
"""The schema of a SQLite database, from three places, in one form to compare.

catalog.py events <STREAM    what emgen introspect says
catalog.py tables <STREAM    the same, as little as "corpus" has
catalog.py pragmas FILE      what the database says, table by table
catalog.py corpus JSON       what tests/data/corpora/*/sqlite.catalog.json says

A column: [name, type, nullable, default, generated].  A default is its value,
or {"sql": text} when it is computed.  Columns of a primary key are not null.
"corpus" has neither indexes nor the rules of foreign keys.
"""
import json
import re
import sqlite3
import sys

COMPUTED = re.compile(r"\(|^CURRENT_|^x'|\|\||[0-9] *[-+*/] *[0-9]", re.I)


def default(sql):
    """The value of a default's SQL, worked out by SQLite itself."""
    if sql is None or re.fullmatch("null", sql, re.I):
        return None
    bare = sql
    while bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    if COMPUTED.search(re.sub(r"'(''|[^'])*'|\"[^\"]*\"", "", bare)) or re.match("x'", bare, re.I):
        return {"sql": sql}
    if re.fullmatch(r"[a-z_]+", bare, re.I) and bare.lower() not in ("true", "false"):
        return bare
    value = sqlite3.connect(":memory:").execute(f"SELECT {bare}").fetchone()[0]
    return str(value)


def literal(column):
    """The same from an event."""
    value = column["default"]
    if value is None or value.get("literal", 0) is None:
        return None
    if "expression" in value:
        return {"sql": value["expression"]}
    text = value["literal"]
    if column["kind"] == "boolean" or text in ("true", "false"):
        return {"true": "1", "false": "0"}.get(text, text)
    return text


def show(tables):
    for name in sorted(tables):
        table = tables[name]
        for key in ("fks", "unique", "indexes"):
            if key in table:
                table[key] = sorted(table[key], key=json.dumps)
        print(json.dumps({"table": name}))
        for key in sorted(table):
            items = table[key] if isinstance(table[key], list) else [table[key]]
            print(f"  {key}")
            for item in items:
                print("   ", json.dumps(item, sort_keys=True))


def from_events(with_rules=True):
    tables = {}
    for line in sys.stdin:
        event = json.loads(line)
        if event["type"] != "TableAnalyzed":
            continue
        t = event["data"]["table"]
        out = tables[t["name"]] = {
            "kind": t["kind"],
            "cols": [[c["name"], c["type"], c["nullable"], literal(c), c["generated"] is not None]
                     for c in t["columns"]],
            "pk": t["primaryKey"]["columns"] if t["primaryKey"] else [],
            "unique": [k["columns"] for k in t["uniqueKeys"]],
            "fks": [[f["columns"], f["references"]["table"], f["references"]["columns"]] +
                    ([f["onUpdate"], f["onDelete"]] if with_rules else [])
                    for f in t["foreignKeys"]],
        }
        if with_rules:
            out["indexes"] = [[i["name"], i["columns"], i["unique"], i["partial"]] for i in t["indexes"]]
            out["generated"] = [c["generated"] for c in t["columns"]]
    return tables


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def primary_key(db, table):
    rows = db.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()
    return [r[1] for r in sorted((r for r in rows if r[5]), key=lambda r: r[5])]


def foreign_keys(db, table, names):
    keys = {}
    for id_, _, parent, column, target, update, delete, _ in db.execute(
            f"PRAGMA foreign_key_list({quoted(table)})"):
        parent = names.get(parent.lower(), parent)
        key = keys.setdefault(id_, [[], parent, [], update, delete])
        key[0].append(column)
        key[2].append(target)
    for key in keys.values():
        if None in key[2]:
            key[2] = primary_key(db, key[1]) if key[1].lower() in names else []
            if len(key[2]) != len(key[0]):
                key[2] = []
        elif key[1].lower() in names:
            columns = {r[1].lower(): r[1] for r in db.execute(f"PRAGMA table_xinfo({quoted(key[1])})")}
            key[2] = [columns.get(c.lower(), c) for c in key[2]]
    return list(keys.values())


def from_pragmas(path):
    db = sqlite3.connect(path)
    listed = [r[1:3] for r in db.execute("PRAGMA table_list") if r[0] == "main" and not r[1].startswith("sqlite_")]
    names = {name.lower(): name for name, _ in listed}
    tables = {}
    for name, kind in listed:
        if kind not in ("table", "view"):
            continue
        try:
            rows = db.execute(f"PRAGMA table_xinfo({quoted(name)})").fetchall()
        except sqlite3.OperationalError:
            continue  # a broken view
        out = tables[name] = {
            "kind": kind,
            "cols": [[r[1], r[2], not (r[3] or r[5]), default(r[4]), r[6] in (2, 3)] for r in rows],
            "generated": [{2: "virtual", 3: "stored"}.get(r[6]) for r in rows],
            "pk": primary_key(db, name),
            "unique": [], "indexes": [],
            "fks": foreign_keys(db, name, names),
        }
        for _, index, unique, origin, partial in db.execute(f"PRAGMA index_list({quoted(name)})"):
            columns = [r[2] for r in db.execute(f"PRAGMA index_info({quoted(index)})")]
            if origin == "pk":
                continue
            if unique and not partial and None not in columns:
                out["unique"].append(columns)
            else:
                out["indexes"].append([index, columns, bool(unique), bool(partial)])
    return tables


def from_corpus(path):
    with open(path, encoding="utf-8") as file:
        catalog = json.load(file)
    tables = catalog["tables"]
    for table in tables.values():
        table["kind"] = "table"
        table["cols"] = [[n, t, null and n not in table["pk"], default(d), bool(g)]
                         for n, t, null, d, g in table["cols"]]
        table["fks"] = [[f["cols"], f["ref"], tables[f["ref"]]["pk"] if f["refcols"] == [None] else f["refcols"]]
                        for f in table["fks"]]
    return tables


if __name__ == "__main__":
    if sys.argv[1] == "events":
        show(from_events())
    elif sys.argv[1] == "tables":
        show({n: t for n, t in from_events(with_rules=False).items() if t["kind"] == "table"})
    elif sys.argv[1] == "pragmas":
        show(from_pragmas(sys.argv[2]))
    else:
        show(from_corpus(sys.argv[2]))
