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
like "a case of an enum" docs/Order.md '^\| OnHold \| on-hold \|$'
like "a key of two columns" docs/LineItem.md '^Table line\\_items, primary key \(a, b\)\.$'
like "a table without" docs/LogLine.md 'It has no primary key\.$'
sed -n '/^```mermaid$/,/^```$/p' docs/README.md >diagram
is "the index draws every relation once" "$(grep -F -- '--' diagram)" '    Currency ||--o{ Order : orders
    Order ||--o{ Order : children
    Order }o--o{ Product : products
    User ||--o{ Order : customerOrders
    User ||--o{ Order : salesRepOrders'

exits "again" 0 emgen render --out Models --enums Enums --docs docs "$stream"
is "nothing changes" "$(jq -r 'select(.type == "DocumentationUpdated") | .data.path' out)" ""
echo 'Mine.' >>docs/User.md
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
