#!/bin/bash
# Whose a file is, and what is written, shown or remembered of it.
. "${0%/*}/lib.sh"
# shellcheck source=data/render/lib.sh
. "$data/render/lib.sh"

column='.data.attributes.columns += [.data.attributes.columns[1] | .name = "more"]'

# results: "type path reason" of each event about a file in out
results() {
	jq -r 'select(.source == "emgen-render" and .type != "ModelGenerationStarted") |
		"\(.type) \(.data.path // .data.table) \(.data.reason // "")"' out | sed 's/ $//'
}
snapshot() {
	find . -regex './\(out\|err\|ok.out\|before\|after\)' -o -type f -printf '%p %T@ %i\n' | sort
}

# --- New, unchanged, changed ---

{ analysis a; definition a A; end_of_analysis; } >first
{ analysis a; definition a A "$column"; end_of_analysis; } >second
exits "a new file" 0 emgen render --out Models first
is "is written" "$(results)" "ModelGenerated Models/A.php"
is "beside nothing else" "$(find Models -type f)" "Models/A.php"
digest=$(sed -n 's/.*"Models\/A.php","\([0-9a-f]*\)".*/\1/p' emgen.lock)
is "emgen.lock knows it" "$(cat emgen.lock)" '["class","a","A"]
["file","a","Models/A.php","'"$digest"'"]'
ok "every event passes, and is valid" bash -c 'grep -v emgen-render out | cmp - first && emgen validate out'
snapshot >before
exits "the same again" 0 emgen render --out Models first
is "is unchanged" "$(results)" "ModelGenerationSkipped Models/A.php unchanged"
snapshot >after
same "nothing was touched" after before
exits "another definition" 0 emgen render --out Models second
is "is written" "$(results)" "ModelGenerated Models/A.php"
like "with the column" Models/A.php '@property string \$more$'
mv out recorded
exits "its own events are replaced" 0 emgen render --out Models recorded
is "and not forwarded" "$(results)" "ModelGenerationSkipped Models/A.php unchanged"

for again in 1 2; do
	emgen render --out Models first >"models.$again"
	emgen render --out Models --artifact factory --factories F first >"factories.$again"
done
is "two of them in one run tell of different events" "$(cat models.2 factories.2 |
	jq -r 'select(.type == "ModelGenerationSkipped") | .data.artifact, .id' | sort -u | wc -l)" 4
rm -r F models.* factories.*

# --- Files of people ---

sed -i 's/^class/\/\/ mine\nclass/' Models/A.php
cp Models/A.php mine
exits "a file that was edited" 0 emgen render --out Models first
is "is skipped" "$(results)" "ModelGenerationSkipped Models/A.php edited by hand"
same "and kept" Models/A.php mine
exits "again" 0 emgen render --out Models first
is "it still is" "$(results)" "ModelGenerationSkipped Models/A.php edited by hand"
exits "--check does not count it" 0 emgen render --out Models --check first
exits "--force" 0 emgen render --out Models --force first
is "writes it" "$(results)" "ModelGenerated Models/A.php"
sed -i -e 's/    /\t/' -e 's/{$/{\n\n/' Models/A.php
cp Models/A.php formatted
exits "a file that a formatter touched" 0 emgen render --out Models first
same "stays when nothing changed" Models/A.php formatted
exits "and is ours" 0 emgen render --out Models second
is "when something did" "$(results)" "ModelGenerated Models/A.php"
echo '<?php class B {}' >Models/B.php
schema a b >two
exits "a file that we never wrote" 0 emgen render --out Models two
is "is skipped, the other one not" "$(results)" "ModelGenerated Models/A.php
ModelGenerationSkipped Models/B.php written by hand"
rm emgen.lock Models/B.php
exits "without emgen.lock" 0 emgen render --out Models two
is "files that are as we would write them are ours" "$(results)" "ModelGenerationSkipped Models/A.php unchanged
ModelGenerated Models/B.php"
ln -sf ../mine Models/B.php
exits "a link" 0 emgen render --out Models two
like "is skipped" out '"reason":"not a regular file"'
same "what it points to stays" mine mine
rm Models/B.php && mkfifo Models/B.php
exits "a FIFO" 0 emgen render --out Models two
rm Models/B.php

# --- Another class ---

rm -r Models emgen.lock
emgen render --out Models --factories F two >/dev/null
schema a b | sed 's/"\(name\|class\)":"B"/"\1":"Z"/g' >renamed
for option in --check ''; do
	exits "a class that has another name $option" $((${#option} > 0)) emgen render --out Models $option renamed
	is "is said of the files of the old one" "$(sort err)" "emgen-render: F/BFactory.php: the class of its table b is Z now
emgen-render: Models/B.php: the class of its table b is Z now"
done
exits "again" 0 emgen render --out Models renamed
is "is no news" "$(cat err)" ""
ok "they stay, and are known" grep -q '"b","Models/B.php"' emgen.lock
rm -r F

# --- One that was killed before it wrote emgen.lock ---

rm -r Models emgen.lock
mkfifo pipe
# killed STREAM GREP: a run over the beginning of STREAM, killed when the model is
# as it would be.
killed() {
	emgen render --out Models <pipe >/dev/null &
	pid=$!
	exec 7>pipe
	head -n 2 "$1" >&7
	ok "a run writes" until_ok grep -qs "$2" Models/A.php
	kill -KILL $pid
	wait $pid 2>/dev/null
	exec 7>&-
}
killed first '^class A '
ok "and is killed: emgen.lock is not there, but its part" test -e .emgen.lock.part -a ! -e emgen.lock
mkdir aside && cp -r Models .emgen.lock.part aside
exits "--check" 1 emgen render --out Models --check second
ok "touches nothing" bash -c 'cmp .emgen.lock.part aside/.emgen.lock.part && diff -r Models aside/Models'
exits "another definition" 0 emgen render --out Models second
is "is written: the file is ours" "$(results)" "ModelGenerated Models/A.php"
ok "and emgen.lock is whole" test ! -e .emgen.lock.part -a -e emgen.lock
echo '["file","a","Models/A.php","0123456789abcdef"]' >.emgen.lock.part
printf '["file","a","Mod' >>.emgen.lock.part
exits "one that was killed before it wrote a file" 0 emgen render --out Models first
is "takes nothing away from what emgen.lock knows" "$(results)" "ModelGenerated Models/A.php"
exits "a file that is known" 0 emgen render --out Models first
killed second ' \$more$'
exits "and that a run which was killed has written" 0 emgen render --out Models second
is "is unchanged" "$(results)" "ModelGenerationSkipped Models/A.php unchanged"
exits "for the next one" 0 emgen render --out Models first
is "it is ours" "$(results)" "ModelGenerated Models/A.php"
rm -r Models emgen.lock
mv aside/Models aside/.emgen.lock.part .
sed -i 's/^class/\/\/ mine\nclass/' Models/A.php
exits "a file that was edited since" 0 emgen render --out Models second
is "stays" "$(results)" "ModelGenerationSkipped Models/A.php written by hand"
rm Models/A.php

# --- A lock that cannot be written ---

mkdir bin fixed fixed/{Models,F}
cp "$build/libexec/emgen-render" bin
chmod -R a+rX . && chmod 777 fixed/{Models,F}
exits "emgen.lock in a folder that is read-only" 100 nobody bin/emgen-render --out fixed/Models --factories fixed/F first
is "is said" "$(cat err)" "emgen-render: a: model: fixed/.emgen.lock.part: Permission denied
emgen-render: a: factory: fixed/.emgen.lock.part: Permission denied
emgen-render: fixed/emgen.lock: Permission denied"
is "nothing is written that nobody would know" "$(find fixed -type f)" ""
exits "--lock in a folder that is to be made" 0 emgen render --out Models --lock in/here/emgen.lock first
ok "makes it" test -e in/here/emgen.lock
rm -r in Models/A.php

# --- Mode new ---

new='{"type":"GenerationConfigured","data":{"options":{"mode":{"value":"new","source":"default"}}}}'
echo '<?php class B {}' >Models/B.php
{ echo "$new"; cat two; } >two.new
exits "mode new" 0 emgen render --out Models --factories F --force two.new
is "leaves a table alone that has a model" "$(results | grep B)" "ModelGenerationSkipped Models/B.php the table has a model"
ok "its factory too" test ! -e F/BFactory.php -a -e F/AFactory.php
sed -i 's/    /\t/' Models/A.php
rm emgen.lock
exits "mode new without emgen.lock" 0 emgen render --out Models --factories F two.new
is "takes what is as we would write it for ours" "$(results | grep Models)" "ModelGenerationSkipped Models/A.php unchanged
ModelGenerationSkipped Models/B.php the table has a model"
rm -r Models F emgen.lock

# --- Mode split ---

# --- factories that Laravel finds by itself, and others ---

mkdir shop && cd shop || exit 1
touch artisan
printf '%s\n' '{"autoload":{"psr-4":{"Shop\\":"app/"}}}' >composer.json
sqlite3 shop.db 'CREATE TABLE cars (id INTEGER PRIMARY KEY)'
# named OPTION...: the factory that the model names, if it does.
named() {
	emgen generate sqlite:shop.db --factories database/factories --force --quiet "$@" >&2
	sed -n 's/^ *return \(.*\)::new();$/\1/p' app/Models/Car.php
}
is "one of the application is found" "$(named)" ''
is "in another namespace it is named" "$(named --factories-namespace 'Shop\Rows')" CarFactory
is "that of a model elsewhere, too" "$(named --namespace 'Shop\Cars')" CarFactory
cd .. || exit 1

split='{"type":"GenerationConfigured","data":{"options":{"mode":{"value":"split","source":"flag"}}}}'
for name in first second two; do { echo "$split"; cat $name; } >$name.split; done
exits "a whole model" 0 emgen render --out Models first
exits "mode split" 0 emgen render --out Models first.split
is "makes two of it, when nobody has edited it" "$(results)" "ModelGenerated Models/Base/A.php
ModelGenerated Models/A.php"
like "the base is abstract" Models/Base/A.php '^abstract class A extends Model$'
like "and names its table" Models/Base/A.php "table = 'a';"
is "the user's class is empty" "$(cat Models/A.php)" '<?php

declare(strict_types=1);

namespace App\Models;

class A extends Base\A
{
    //
}'
is "emgen.lock knows both" "$(cut -d, -f1-3 emgen.lock)" '["class","a","A"]
["file","a","Models/A.php"
["file","a","Models/Base/A.php"'
exits "the same again" 0 emgen render --out Models first.split
is "is unchanged" "$(results)" "ModelGenerationSkipped Models/Base/A.php unchanged
ModelGenerationSkipped Models/A.php unchanged"
exits "--check finds nothing" 0 emgen render --out Models --check first.split
exits "--check finds another column" 1 emgen render --out Models --check second.split
exits "--diff shows it" 0 emgen render --out Models --diff second.split
is "in the base alone" "$(grep '^+++ ' out | grep -o 'Models.*php')" "Models/Base/A.php"

sed -i 's/^    \/\/$/    public int $mine = 1;/' Models/A.php
sed -i 's/^abstract/\/\/ mine\nabstract/' Models/Base/A.php
cp Models/A.php mine
exits "--check finds an edited base" 1 emgen render --out Models --check first.split
exits "both edited" 0 emgen render --out Models second.split
is "the base is written anew, the user's class stays" "$(results)" "ModelGenerated Models/Base/A.php
ModelGenerationSkipped Models/A.php edited by hand"
same "as it was" Models/A.php mine
unlike "of the base nothing stays" Models/Base/A.php mine
exits "--force" 0 emgen render --out Models --force second.split
same "does not touch it either" Models/A.php mine
exits "--check does not count it" 0 emgen render --out Models --check second.split
echo '<?php class B {}' | tee Models/B.php >Models/Base/B.php
cp Models/B.php mine
exits "files that we never wrote" 0 emgen render --out Models two.split
is "are left alone, both of them" "$(results | grep B.php)" "ModelGenerationSkipped Models/Base/B.php written by hand
ModelGenerationSkipped Models/B.php written by hand; its class should extend Base\\B"
exits "and with --force" 0 emgen render --out Models --force two.split
is "only the base is written" "$(results | grep B.php)" "ModelGenerated Models/Base/B.php
ModelGenerationSkipped Models/B.php written by hand; its class should extend Base\\B"
same "the user's is not" Models/B.php mine
cp Models/Base/B.php base
sed -i 's/abstract class/final class/' Models/Base/B.php
rm Models/B.php emgen.lock
exits "a base without emgen.lock" 0 emgen render --out Models two.split
same "says itself that it is ours" Models/Base/B.php base
rm Models/B.php
exits "a user's class that was removed" 0 emgen render --out Models two.split
is "is written again" "$(results | grep '/B.php')" "ModelGenerationSkipped Models/Base/B.php unchanged
ModelGenerated Models/B.php"
exits "factories, later" 0 emgen render --out Models --factories F two.split
like "come into a class that nobody has edited" Models/B.php '^    use HasFactory;$'
exits "--artifact base" 0 emgen render --out Other --artifact base two.split
is "is the bases alone" "$(find Other -type f | sort | tr '\n' ' ')" "Other/Base/A.php Other/Base/B.php "
rm -r Other
exits "--check when a table is gone" 0 emgen render --out Models --factories F --check first.split
is "its files are named" "$(sort err)" "emgen-render: F/BFactory.php: its table b is gone
emgen-render: Models/B.php: its table b is gone
emgen-render: Models/Base/B.php: its table b is gone"
exits "--out -" 0 emgen render --out - first.split
is "prints both" "$(grep '^==>' out)" "==> app/Models/Base/A.php <==
==> app/Models/A.php <=="
exits "whole models again" 0 emgen render --out Models --factories F two
is "take the place of classes that nobody has edited" "$(results | grep Models)" "ModelGenerationSkipped Models/A.php written by hand
ModelGenerated Models/B.php"
is "it is said of which base they leave" "$(grep Base err)" "emgen-render: Models/Base/B.php: no class extends it any more"
is "which emgen.lock leaves, too" "$(grep -o '"Models/Base.*php"' emgen.lock)" '"Models/Base/A.php"'
exits "and if it is still there" 0 emgen render --out Models --factories F two
is "that is nobody's business" "$(cat err)" ""
mkdir L && touch L/Base
exits "a base folder that is none" 100 emgen render --out L first.split
rm -r Models F L emgen.lock

# A table called like the folder of the bases.
{ echo "$split"; schema base bases_x; } >bases
exits "a class Base" 0 emgen render --out Models bases
is "has its place, and so has its base" "$(find Models -type f | LC_ALL=C sort | tr '\n' ' ')" "Models/Base.php Models/Base/Base.php Models/Base/Bases_x.php Models/Bases_x.php "
like "the class" Models/Base.php '^class Base extends Base.Base$'
ok "PHP finds all four" php -r '
	namespace Illuminate\Database\Eloquent { abstract class Model {} }
	namespace {
		spl_autoload_register(fn ($c) => require str_replace(["App\\", "\\"], ["", "/"], $c).".php");
		foreach (["Base", "Bases_x"] as $c) {
			assert(get_parent_class(new ("App\\Models\\$c")) === "App\\Models\\Base\\$c") || exit(1);
		}
	}'
rm -r Models emgen.lock

# --- Nothing is written ---

for option in --check --dry-run --diff '--check --diff'; do
	snapshot >before
	# shellcheck disable=SC2086
	exits "$option" "$([[ $option = *check* ]] && echo 1 || echo 0)" emgen render --out Models $option two
	snapshot >after
	same "$option writes nothing" after before
done
exits "--diff of a new file" 0 emgen render --out Models --diff two
ok "is a patch that makes it" bash -c 'mkdir p && patch -s -p0 -d p <out && emgen render --out q/Models two >/dev/null && diff -r p/Models q/Models'
rm -r q
emgen render --out Models first >out
exits "--diff" 0 emgen render --out Models --diff second
like "shows the line" out '^\+ \* @property string \$more$'
unlike "and no events" out specversion
exits "--check when all is as it should be" 0 emgen render --out Models --check first
exits "--out -" 0 emgen render --out - two
is "prints files" "$(grep -c '^<?php$' out)" 2
is "with their names" "$(grep '^==>' out)" "==> app/Models/A.php <==
==> app/Models/B.php <=="

# --- emgen.lock ---

cat >composer.json <<<'{}'
rm -rf Models emgen.lock
exits "beside composer.json" 0 emgen render --out deep/er/Models first
like "is emgen.lock" emgen.lock '"deep/er/Models/A.php"'
rm composer.json emgen.lock
exits "above --out" 0 emgen render --out deep/er/Models first
like "is the other place" deep/er/emgen.lock '"Models/A.php"'
exits "--lock" 0 emgen render --out deep/er/Models --lock other.lock first
like "wins" other.lock '"deep/er/Models/A.php"'
echo '<<<<<<< HEAD' >>other.lock
exits "a merge conflict" 100 emgen render --out deep/er/Models --lock other.lock first
like "is said" err '^emgen-render: other.lock: line 3 is no entry'
rm -r deep other.lock

enum='.data.attributes.enums = [{class: "App\\Models\\Enums\\Kind", name: "Kind", cases: [{name: "X", value: "x"}], source: "a.kind"}] |
	.data.attributes.relations = [{kind: "hasMany", name: "bs", class: "App\\Models\\B", foreignKey: "a_id", localKey: null,
	nullable: false, many: true, pivot: null, lockKey: "a<b.a_id"}]'
{ analysis a b; definition a A "$enum"; definition b B; end_of_analysis; } >full
exits "a lock that cannot be" 100 emgen render --out Other --lock /proc/l full
is "is called by its name" "$(tail -n 1 err)" "emgen-render: /proc/l: No such file or directory"
rm -r Other
exits "an enum, with --out -" 0 emgen render --out - full
is "is printed below the models" "$(grep '^==>' out)" "==> app/Models/A.php <==
==> app/Models/Enums/Kind.php <==
==> app/Models/B.php <=="
mkdir project
touch project/artisan project/composer.json
exits "an enum where Laravel's folder of models is taken" 0 bash -c 'cd project && emgen render ../full'
is "lies below them, too" "$(cd project && find . -name '*.php' | sort | tr '\n' ' ')" \
	"./app/Models/A.php ./app/Models/B.php ./app/Models/Enums/Kind.php "
rm -r project
emgen render --out Models --factories F full >out
ok "emgen.lock is sorted by bytes" env LC_ALL=C sort -c emgen.lock
cp emgen.lock lock
exits "only models" 0 emgen render --out Models --factories F --artifact model full
same "the lock keeps the other files" emgen.lock lock
exits "no factories this time" 0 emgen render --out Models full
is "and keeps them again" "$(grep -c Factory emgen.lock)" 2
emgen render --out Models --factories F full >out
same "so that they are still ours" emgen.lock lock
{ analysis a b; definition b B; end_of_analysis; } >part
exits "a part of the tables" 0 emgen render --out Models --factories F part
same "the lock keeps the rest" emgen.lock lock
{ analysis a b; definition b B; } >torn
exits "an analysis without its end" 111 emgen render --out Models --factories F torn
same "takes nothing from the lock" emgen.lock lock
{ analysis b; definition b B; } >torn
exits "--check of an analysis without its end" 111 emgen render --out Models --factories F --check torn
unlike "says nothing of tables that are gone" err 'gone'
exits "a definition alone" 0 emgen render --out Models <(definition b B)
unlike "says nothing either" err 'gone'
emgen render --out Models --factories F part >out
exits "--check when a table is gone" 0 emgen render --out Models --factories F --check <(schema b)
is "its files are named" "$(sort err)" "emgen-render: F/AFactory.php: its table a is gone
emgen-render: Models/A.php: its table a is gone
emgen-render: Models/Enums/Kind.php: its table a is gone"
emgen render --out Models --factories F <(schema b) >out 2>err
ok "and stay" test -e Models/A.php
same "so does the lock" emgen.lock lock
rm Models/A.php Models/Enums/Kind.php F/AFactory.php
emgen render --out Models --factories F <(schema b) >out 2>err
is "until the files are removed" "$(cut -d, -f1-2 emgen.lock | sort -u)" '["class","b"
["file","b"'
is "then nothing is said" "$(cat err)" ""
emgen render --out Models <(jq -n '{modelId: "3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11", name: "B"}' | event ModelDefinitionRemoved b) >out 2>err
like "a definition that is removed is said" err '^emgen-render: B: its table b is gone'
ok "and its file stays" test -e Models/B.php
rm -r Models F emgen.lock

# An enum of several tables is a file of the first of them.
mood='.data.attributes.enums = [{class: "App\\Models\\Enums\\Mood", name: "Mood", source: "x.mood", cases: [{name: "Ok", value: "ok"}]}]'
{ analysis b; definition b B "$mood"; end_of_analysis; } >only
{ analysis a b; definition a A "$mood"' | .data.attributes.enums[0].cases[0].value = "fine"'; definition b B; end_of_analysis; } >both
emgen render --out Models only >/dev/null
exits "an enum that is another table's now" 0 emgen render --out Models both
is "is written" "$(results | grep Mood; grep -c fine Models/Enums/Mood.php)" "ModelGenerated Models/Enums/Mood.php
1"
is "and is one file of the lock" "$(grep -o '"file".*Mood' emgen.lock)" '"file","a","Models/Enums/Mood'
sed -i s/fine/mine/ Models/Enums/Mood.php
exits "and if a person has changed it" 0 emgen render --out Models only
is "stays" "$(results | grep Mood; grep -c mine Models/Enums/Mood.php; grep -c Mood emgen.lock)" "ModelGenerationSkipped Models/Enums/Mood.php edited by hand
1
1"
rm -r Models emgen.lock

# --- Failures ---

schema a b c >three
rm -rf Models
mkdir -p Models/B.php
exits "a folder in the way" 0 emgen render --out Models three
like "is skipped" out '"path":"Models/B.php","reason":"not a regular file"'
rmdir Models/B.php
{ analysis a b; definition a A; definition b A; definition c C; end_of_analysis; } >clash
exits "two tables with one class" 100 emgen render --out Models clash
is "the second one fails, the third does not" "$(results | grep -v unchanged)" "ModelGenerationFailed b"
like "it is said" err 'b: model: Models/A\.php is the file of table a'
{ analysis a b; definition a AA; definition b Aa; end_of_analysis; } >clash
exits "... in other letters" 100 emgen render --out Models clash
rm -r Models
echo >taken
exits "a file where a folder should be" 100 emgen render --out taken/Models three
exits "no place" 100 emgen render three
like "is said" err 'give --out DIR'
mkdir -p app && touch artisan && echo '{}' >composer.json
exits "in a Laravel project" 0 emgen render three
ok "it is app/Models" test -e app/Models/A.php
mkdir -p database/factories && touch database/factories/AFactory.php
exits "a factory by hand" 0 emgen render three
like "is used" app/Models/A.php 'use HasFactory;'
unlike "where it is" app/Models/B.php 'use HasFactory;'
cat <(jq -nc '{type: "GenerationConfigured", data: {options: {out: {value: "first.d", source: "flag"}}}}'; schema a) \
	<(jq -nc '{type: "GenerationConfigured", data: {options: {out: {value: "second.d", source: "flag"}}}}'; schema b) >streams
exits "two streams, one behind the other" 0 emgen render streams
is "go to their own places" "$(find ./*.d -type f | sort | tr '\n' ' ')" "./first.d/A.php ./second.d/B.php "
exits "an artefact that is none" 100 emgen render --artifact nonsense three
like "is said" err '^emgen-render: --artifact: .*: nonsense$'
exits "wrong use" 100 emgen render --nonsense
