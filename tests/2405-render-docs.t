#!/bin/bash
# A page a model, and an index that shows how they hang together.
. "${0%/*}/lib.sh"
# shellcheck source=data/render/lib.sh
. "$data/render/lib.sh"

stream=$data/render/golden.ndjson
exits "documentation" 0 emgen render --out Models --enums Enums --docs docs "$stream"
is "is a page a model, and an index" "$(cd docs && find . -type f -printf "%f\n" | LC_ALL=C sort | tr '\n' ' ')" \
	"Currency.md LineItem.md LogLine.md Order.md OrderProduct.md Product.md README.md User.md "
is "each is said" "$(jq -r 'select(.type == "DocumentationUpdated") | .data.path + ": " + (.data.models | join(" "))' out | sort | sed -n '4p;7p')" \
	"docs/Order.md: Order
docs/README.md: Currency LineItem LogLine OrderProduct Order Product User"
ok "by valid events" bash -c 'jq -c "select(.source == \"emgen-render\")" out | emgen validate'
like "a column with its comment" docs/Order.md '^\| number \| string 20 \| unique \| no \|  \| string \|  \| Human-readable order number \|$'
like "its key" docs/Order.md '^\| id \| uuid \| primary \| no \|  \| string \|  \|  \|$'
like "its default and cast" docs/Order.md '^\| total \| decimal 12,2 \|  \| no \| 0\\\.00 \| numeric-string \| decimal\\:2 \|  \|$'
like "what the table is for" docs/Order.md '^Customer orders, from basket to delivery\.$'
like "a relation leads to its page" docs/Order.md '^\| customer \| belongsTo \| \[User\]\(User\.md\) \| customer\\_id \|  \|$'
like "a pivot" docs/Order.md '^\| products \| belongsToMany \| \[Product\]\(Product\.md\) \|  \| order\\_product \|$'
definition comments Comment '.data.attributes.relations = [{kind: "morphTo", name: "commentable",
	class: "Illuminate\\Database\\Eloquent\\Model", foreignKey: "commentable_id", nullable: false, many: false,
	morph: {name: "commentable", type: "commentable_type"}, pivot: null, lockKey: "comments.commentable_id"}]' >morph
exits "a relation to any model" 0 emgen render --out mm/Models --docs mm/docs --artifact documentation morph
like "says what tells the model" mm/docs/Comment.md '^\| commentable \| morphTo \| any, by commentable\\_type \| commentable\\_id \|  \|$'
is "and leads to no page that there is not" "$(grep -o '([A-Za-z]*\.md)' mm/docs/Comment.md)" "(README.md)"
like "a case of an enum" docs/Order.md '^\| OnHold \| on-hold \|$'
like "a key of two columns" docs/LineItem.md '^Table line\\_items, primary key \(a, b\)\.$'
like "a table without" docs/LogLine.md 'It has no primary key\.$'
sed -n '/^```mermaid$/,/^```$/p' docs/README.md >diagram
is "the index draws every relation once" "$(grep -F -- '--' diagram)" '    Currency ||--o{ Order : orders
    Order |o--o{ Order : children
    Order }o--o{ Product : products
    User ||--o{ Order : customerOrders
    User |o--o{ Order : salesRepOrders'

exits "again" 0 emgen render --out Models --enums Enums --docs docs "$stream"
is "nothing changes" "$(jq -r 'select(.type == "DocumentationUpdated") | .data.path' out)" ""
echo 'Mine.' >>docs/User.md
sed -i 's/$/\r/' docs/Product.md
exits "a page whose lines end as on Windows" 0 emgen render --out Models --enums Enums --docs docs "$stream"
like "is as it was" out '"path":"docs/Product.md","reason":"unchanged"'
exits "a page that was edited" 0 emgen render --out Models --enums Enums --docs docs "$stream"
is "stays" "$(tail -1 docs/User.md)" "Mine."
exits "without --docs" 0 emgen render --out Models --enums Enums "$stream"
is "nothing is said of the index" "$(cat err)" ""
ok "which emgen.lock keeps" grep -q '"docs/README.md"' emgen.lock
exits "an unfinished analysis" 111 emgen render --out M2 --docs d2 <(head -3 "$stream")
ok "has no index" test ! -e d2/README.md -a -e d2/Currency.md
exits "only documentation" 0 emgen render --out M3 --docs d3 --artifact documentation "$stream"
ok "is no models" test ! -e M3 -a -e d3/README.md
exits "a class in other letters" 0 emgen render --out M4 --docs d4 <(schema größe)
is "is a name that Mermaid takes" "$(sed -n '/^erDiagram$/{n;p}' d4/README.md | grep -cE '^    [A-Za-z0-9_]+$')" 1

# --- SVG ---

like "a page leads to the index" docs/Order.md '^\[All models\]\(README\.md\)$'
exits "an SVG, too" 0 emgen render --out S --docs svg --diagram svg --artifact documentation "$stream"
ok "is said by valid events" bash -c 'jq -c "select(.source == \"emgen-render\")" out | emgen validate'
is "is a file more" "$(jq -r 'select(.type == "DocumentationUpdated") | .data.path' out | grep -v 'md$')" svg/models.svg
like "which the index shows" svg/README.md '^\[!\[How they hang together\]\(models\.svg\)\]\(models\.svg\)$'
like "beside Mermaid" svg/README.md '^erDiagram$'
like "and a page leads to its table" svg/Order.md '^\[All models\]\(README\.md\), \[in the diagram\]\(models\.svg#Order\)$'

# What is in the drawing, one thing a line.
cat >read.py <<'EOF'
import sys
import xml.etree.ElementTree as ET
SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
root = ET.parse(sys.argv[1]).getroot()
allowed = {SVG + n for n in "svg g title polygon polyline path text a ellipse".split()}
print("strange:", *sorted({e.tag for e in root.iter()} - allowed))
print("handlers:", *sorted({k for e in root.iter() for k in e.attrib if k.lower().startswith("on")}))
for node in root.iter(SVG + "g"):
    if node.get("class") == "node":
        links = [a.get(LINK) for a in node.iter(SVG + "a")]
        print("node", node.get("id"), *links, "|".join("".join(t.itertext()) for t in node.iter(SVG + "text")))
    if node.get("class") == "edge":
        print("edge", node.find(SVG + "title").text, *["".join(t.itertext()).strip() for t in node.iter(SVG + "text")])
EOF
python3 read.py svg/models.svg >drawn
is "it has no scripts" "$(grep -E '^(strange|handlers):' drawn)" "strange:
handlers:"
like "a table with its columns and keys leads to its page" drawn '^node LineItem LineItem\.md LineItem\|PK\|a\|integer\|PK\|b\|integer'
like "foreign keys are marked" drawn '^node Order .*\|FK\|customer_id\|'
is "each table is there" "$(sed -n 's/^node \([^ ]*\) .*/\1/p' drawn | sort | tr '\n' ' ')" "$(cd svg && for f in *.md; do echo "${f%.md}"; done | grep -v README | sort | tr '\n' ' ')"
is "and each relation once" "$(grep ^edge drawn | sort)" "edge Currency->Order orders
edge Order->Order children
edge Order->Product products
edge User->Order customerOrders
edge User->Order salesRepOrders"
cp svg/models.svg first.svg
exits "again" 0 emgen render --out S --docs svg --diagram svg --artifact documentation "$stream"
is "nothing changes" "$(jq -r 'select(.type == "DocumentationUpdated") | .data.path' out)" ""
ok "not a byte" cmp first.svg svg/models.svg
exits "or as a setting" 0 emgen render --out T --docs set --artifact documentation <(
	jq -nc '{options: {diagram: {value: "svg", source: "emgen.ini"}}}' | event GenerationConfigured x
	cat "$stream")
ok "is the same" cmp first.svg set/models.svg
exits "another kind" 100 emgen render --out T --docs t --diagram png "$stream"
like "is none" err 'diagram: "png" is not mermaid\|svg'
exits "without graphviz" 100 env PATH=/nowhere "$build/libexec/emgen-render" --out N --docs none --diagram svg "$stream"
like "is said" err '^emgen-render: the diagram needs the program dot, which is not there: install graphviz'
ok "and nothing is written" test ! -e none -a ! -e N
exits "which Mermaid needs not" 0 env PATH=/nowhere "$build/libexec/emgen-render" --out N --docs none --artifact documentation "$stream"
printf '#!/bin/sh\nexit 3\n' >./dot && chmod +x ./dot
exits "a dot that fails" 100 env PATH="$PWD:$PATH" emgen render --out N --docs fail --diagram svg --artifact documentation "$stream"
like "is said, too" err 'documentation: dot ended with 3'
ok "and leaves no half" test ! -e fail/models.svg
rm dot

evil='</td></tr></table>>]; x [URL="javascript:alert(1)"]; <script>alert(1)</script> & "\\n" \N \G <!-- ]]> &amp; &#92;'
change=$(printf '.data.attributes |= (.columns[1].name = %s | .table.name = "</b>")' "$(jq -n --arg evil "$evil" '$evil')")
{ analysis orders; definition orders Order "$change"; end_of_analysis; } >hostile
exits "hostile names" 0 emgen render --out E --docs evil --diagram svg --artifact documentation hostile
python3 read.py evil/models.svg >drawn
is "are text" "$(cat drawn)" "strange:
handlers:
node Order Order.md Order|PK|id|integer|$evil|string"
{ analysis t; definition t T '.data.attributes.columns[1].name = "a\u0000b\u0007\u202ec"' | sed 's/\\u0000//'; end_of_analysis; } >invisible
exits "and what cannot be seen" 0 emgen render --out E2 --docs evil2 --diagram svg --artifact documentation invisible
like "is left out" <(python3 read.py evil2/models.svg) '\|abc\|string$'
{ analysis t; definition t T '.data.attributes.columns = [range(20) | {name: "c\(.)", type: "int", kind: "integer", nullable: true}] | .data.attributes.key = {kind: "none", columns: [], type: "int", incrementing: false, default: false}'; end_of_analysis; } >wide
exits "a wide table" 0 emgen render --out W --docs wide.d --diagram svg --artifact documentation wide
like "is cut" <(python3 read.py wide.d/models.svg) '\|c11\|integer\|and 8 more$'
