#!/usr/bin/python3
"""The schema of a MariaDB or MySQL database, from three places, in one form to compare.

catalog_mysql.py events <STREAM          what emgen introspect says
catalog_mysql.py tables <STREAM          the same, as little as "corpus" has
catalog_mysql.py server SOCKET DATABASE  what SHOW CREATE TABLE says, by the client
catalog_mysql.py corpus JSON             what tests/data/corpora/*/mysql.catalog.json says

A column: [name, type, nullable, default, generated].  A default is its value,
or {"sql": text} when it is computed.
"""
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

from catalog import show

ESCAPES = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "\x1a"}
TOKEN = re.compile(r"""
    `(?:``|[^`])*` | '(?:''|\\.|[^'\\])*' | [\w$.]+ | \S""", re.X | re.S)


def text_of(quoted):
    """The value of 'x' or `x`."""
    quote, inner = quoted[0], quoted[1:-1].replace(quoted[0] * 2, quoted[0])
    if quote == "`":
        return inner
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), inner, flags=re.S)


def value(sql):
    """What a default is."""
    if sql is None or sql == "NULL":
        return None
    bare = re.sub(r"^_\w+'", "'", sql)
    if bare.startswith("'"):
        return text_of(bare)
    if bare.startswith("b'"):
        return str(int(bare[2:-1], 2))
    return re.sub(r"^0+(?=\d)", "", bare) if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", bare) else {"sql": sql}


def from_events(with_rules=True):
    tables = {}
    for line in sys.stdin:
        event = json.loads(line)
        if event["type"] != "TableAnalyzed":
            continue
        t = event["data"]["table"]
        out = tables[t["name"]] = {
            "cols": [[c["name"], c["type"], c["nullable"], of_event(c["default"]), c["generated"] is not None]
                     for c in t["columns"]],
            "pk": t["primaryKey"]["columns"] if t["primaryKey"] else [],
            "unique": [k["columns"] for k in t["uniqueKeys"]],
            "fks": [[f["columns"], f["references"]["table"], f["references"]["columns"]] for f in t["foreignKeys"]],
        }
        if with_rules:
            out["kind"] = t["kind"]
            out["comment"] = t["comment"]
            out["more"] = [[c["name"], c["comment"], c["autoIncrement"], c["generated"], c["unsigned"],
                            c["length"], c["precision"], c["scale"]] for c in t["columns"]]
            out["values"] = [[c["name"], c["values"]] for c in t["columns"] if re.match("enum|set", c["type"])]
            out["unique"] = [[k["name"], k["columns"], k.get("method")] for k in t["uniqueKeys"]]
            out["indexes"] = [[i["name"], i["columns"], i["unique"], i.get("method"), i.get("prefixes")]
                              for i in t["indexes"]]
            out["fks"] = [[f["name"], f["columns"], f["references"], f["onUpdate"], f["onDelete"]]
                          for f in t["foreignKeys"]]
            out["checks"] = sorted([c["name"], c["expression"]] for c in t["checks"])
    return tables


def of_event(default):
    if default is None:
        return None
    return {"sql": default["expression"]} if "expression" in default else default["literal"]


# --- what the server prints ---

unsaid_rule = "RESTRICT"  # of a foreign key, on MariaDB


def ask(socket, database, sql):
    """Rows of a statement, as lists of texts."""
    xml = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root", "--default-character-set=utf8mb4",
         "--xml", database, "-e", sql], check=True, capture_output=True).stdout
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    return [[None if f.get(nil) else f.text or "" for f in row] for row in ET.fromstring(xml)]


class Words:
    """The tokens of one definition."""

    def __init__(self, sql):
        self.sql = sql
        self.spans = [m.span() for m in TOKEN.finditer(sql)]
        self.at = 0

    def peek(self):
        if self.at == len(self.spans):
            return ""
        return self.sql[slice(*self.spans[self.at])]

    def take(self):
        word = self.peek()
        self.at += 1
        return word

    def skip(self, *words):
        """True, and behind them, if these come next."""
        found = [self.sql[slice(*s)].upper() for s in self.spans[self.at:self.at + len(words)]]
        if found != list(words):
            return False
        self.at += len(words)
        return True

    def until(self):
        """One term: a word or string, with its sign, and its parentheses."""
        start = self.spans[self.at][0]
        if self.peek() in "-+" or re.fullmatch(r"_\w+|b", self.peek()):
            self.at += 1
        if self.peek() != "(":
            self.at += 1
        end = self.spans[self.at - 1][1]
        depth = 0
        while self.peek() == "(" or depth:
            depth += {"(": 1, ")": -1}.get(self.take(), 0)
            end = self.spans[self.at - 1][1]
        return self.sql[start:end]

    def group(self):
        """What is in the parentheses that come next."""
        return self.until()[1:-1]


def type_of(words):
    declared = words.until()
    while words.peek() in ("unsigned", "zerofill"):
        declared += " " + words.take()
    return declared


def numbers(declared):
    """length, precision, scale of a type."""
    word, args = re.match(r"(\w+)(?:\(([\d,]+)\))?", declared).groups()
    args = [int(a) for a in args.split(",")] if args else []
    if word in ("char", "varchar", "binary", "varbinary"):
        return [args[0], None, None]
    if word == "decimal":
        return [None] + args
    if word in ("time", "datetime", "timestamp"):
        return [None, args[0] if args else 0, None]
    return [None, None, None]


def column_of(words, table):
    name = text_of(words.take())
    declared = type_of(words)
    nullable, default, generated, comment, counts = True, None, None, None, False
    while words.peek():
        if words.skip("CHARACTER", "SET") or words.skip("COLLATE") or words.skip("ON", "UPDATE"):
            words.until()
        elif words.skip("NOT", "NULL"):
            nullable = False
        elif words.skip("GENERATED", "ALWAYS", "AS"):
            if words.skip("ROW"):
                generated, nullable = "stored", False
                words.take()
                continue
            words.group()
            generated = words.take().lower()
        elif words.skip("DEFAULT"):
            default = words.until()
        elif words.skip("COMMENT"):
            comment = text_of(words.take())
        elif words.skip("CHECK"):
            table["checks"].append([name, words.group()])
        elif words.skip("AUTO_INCREMENT"):
            counts = True
        else:
            words.take()
    table["cols"].append([name, declared, nullable, value(default), generated is not None])
    table["more"].append([name, comment, counts, generated,
                          "unsigned" in declared.split() or bool(re.match(r"bit\((?!1\))", declared))] +
                         numbers(declared))
    if re.match("enum|set", declared):
        table["values"].append([name, [text_of(v) for v in re.findall(r"'(?:''|\\.|[^'\\])*'", declared)]])


def key_columns(text):
    """Columns of a key; None for a beginning of one."""
    names = []
    for name, part in re.findall(r"(`(?:``|[^`])*`)(\(\d+\))?", text):
        names.append(None if part else text_of(name))
    return names


def prefixes(text):
    """The beginnings among the columns of a key."""
    return [{"position": i + 1, "column": text_of(name), "length": int(part[1:-1])}
            for i, (name, part) in enumerate(re.findall(r"(`(?:``|[^`])*`)(\(\d+\))?", text)) if part] or None


def line_of(line, table):
    words = Words(line)
    if words.peek().startswith("`"):
        column_of(words, table)
    elif words.skip("PRIMARY", "KEY"):
        table["pk"] = key_columns(words.group())
    elif words.skip("CONSTRAINT"):
        name = text_of(words.take())
        if words.skip("CHECK"):
            table["checks"].append([name, words.group()])
        elif words.skip("FOREIGN", "KEY"):
            foreign_of(words, name, table)
    elif words.skip("PERIOD", "FOR"):
        name, (start, end) = words.take(), key_columns(words.group())
        if name != "SYSTEM_TIME":
            table["checks"].append([text_of(name), f"`{start}` < `{end}`"])
            return
        for key in [table["pk"]] + [unique[1] for unique in table["unique"]]:
            if key[1:] and key[-1] == end:
                key.pop()  # the server's own: DDL need not say it
    else:
        is_unique = words.skip("UNIQUE")
        method = None
        if words.peek() != "KEY":
            method = words.take().lower()  # FULLTEXT, SPATIAL
        words.take()
        name, group = text_of(words.take()), words.group()
        columns = key_columns(group)
        if words.skip("USING"):
            method = words.take().lower()
        method = None if method == "btree" else method
        if is_unique and None not in columns:
            table["unique"].append([name, columns, method])
        else:
            table["indexes"].append([name, columns, is_unique, method, prefixes(group)])


def foreign_of(words, name, table):
    columns = key_columns(words.group())
    words.take()
    schema, target = None, text_of(words.take())
    if words.peek() == ".":
        words.take()
        schema, target = target, text_of(words.take())
    targets = key_columns(words.group())
    rules = {"DELETE": unsaid_rule, "UPDATE": unsaid_rule}
    while words.skip("ON"):
        what, rule = words.take(), words.take()
        rules[what] = f"{rule} {words.take()}" if rule in ("SET", "NO") else rule
    table["fks"].append([name, columns, {"schema": schema, "table": target, "columns": targets},
                         rules["UPDATE"], rules["DELETE"]])


def table_of(sql):
    table = {"kind": "table", "comment": None, "cols": [], "more": [], "values": [], "pk": [], "unique": [],
             "indexes": [], "fks": [], "checks": []}
    lines = sql.split("\n")
    end = max(i for i, line in enumerate(lines) if line.startswith(")"))
    for line in lines[1:end]:
        line_of(line.strip().rstrip(","), table)
    found = re.search(r" COMMENT=('(?:''|\\.|[^'\\])*')", lines[end])
    table["comment"] = text_of(found[1]) if found else None
    table["checks"].sort()
    return table


def view_of(socket, database, name):
    """SHOW COLUMNS: defaults of views are made up."""
    columns = ask(socket, database, f"SHOW COLUMNS FROM `{name}`")
    return {"kind": "view", "comment": None, "pk": [], "unique": [], "indexes": [], "fks": [], "checks": [],
            "cols": [[c[0], c[1], c[2] == "YES", None, False] for c in columns],
            "more": [[c[0], None, False, None, "unsigned" in c[1].split()] + numbers(c[1]) for c in columns],
            "values": [[c[0], [text_of(v) for v in re.findall(r"'(?:''|[^'])*'", c[1])]]
                       for c in columns if re.match("enum|set", c[1])]}


def from_server(socket, database):
    global unsaid_rule
    if "MariaDB" not in ask(socket, database, "SELECT VERSION()")[0][0]:
        unsaid_rule = "NO ACTION"
    tables = {}
    for name, kind in ask(socket, database, "SHOW FULL TABLES"):
        quoted = "`" + name.replace("`", "``") + "`"
        if kind == "VIEW":
            try:
                tables[name] = view_of(socket, database, name)
            except subprocess.CalledProcessError:
                pass  # a broken view
        elif kind != "SEQUENCE":
            tables[name] = table_of(ask(socket, database, f"SHOW CREATE TABLE {quoted}")[0][1])
    return tables


def from_corpus(path):
    with open(path, encoding="utf-8") as file:
        tables = json.load(file)["tables"]
    for table in tables.values():
        table["cols"] = [[n, t, null, value(d), bool(g)] for n, t, null, d, g in table["cols"]]
        table["fks"] = [[f["cols"], f["ref"], f["refcols"]] for f in table["fks"]]
    return tables


if sys.argv[1] == "events":
    show(from_events())
elif sys.argv[1] == "tables":
    show(from_events(with_rules=False))
elif sys.argv[1] == "server":
    show(from_server(*sys.argv[2:]))
else:
    show(from_corpus(sys.argv[2]))
