#!/bin/bash
# Templates of the user's: in place of ours, and files of their own.
. "${0%/*}/lib.sh"
# shellcheck source=data/render/lib.sh
. "$data/render/lib.sh"

hostile=$'it\'s \\ "\n*/ {{x}}'
definition a A | jq -c --arg s "$hostile" '.data.attributes.tableName = $s | .data.attributes.tableDefault = false |
	.data.attributes.table.name = $s | .data.attributes.comment = "A comment."' >one
mkdir T
emgen render --out ours one >out

echo '    // one line' >T/relations.mustache
exits "a partial of ours" 0 emgen render --out p --templates T one
like "is replaced" p/A.php '^    // one line$'
is "and nothing else" "$(diff ours/A.php p/A.php | grep -c '^[<>]')" 2
rm T/*

cat >'T/{{class}}Resource.php.mustache' <<'M'
<?php

class {{{class}}}Resource
{

    public $table = '{{table}}';

    public $columns = [{{#columns}}'{{name}}', {{/columns}}];

}
M
echo '{"class": "{{class}}", "table": "{{table}}"}' >'T/{{class}}.json.mustache'
echo '{{class}}: {{table}}' >'T/{{class}}-notes.md.mustache'
exits "templates that say what they make" 0 emgen render --out Models --templates T one
is "make a file each" "$(find Models -type f | sort | tr '\n' ' ')" "Models/A-notes.md Models/A.json Models/A.php Models/AResource.php "
is "in PHP, for single quotes" "$(php -r 'require "Models/AResource.php"; $r = new AResource; echo $r->table, "|", implode(",", $r->columns);')" "$hostile|id,name"
is "in JSON, for double quotes" "$(jq -r .table Models/A.json)" "$hostile"
is "in Markdown, for a line" "$(cat Models/A-notes.md)" "A: it's \\\\ \" \\*/ \\{\\{x\\}\\}"
like "blank lines are put right" Models/AResource.php '^    public .table'
is "there is none behind the brace" "$(grep -A1 '^{' Models/AResource.php | tail -1 | cut -c1-10)" "    public"
is "they are artefacts of their own" "$(jq -r 'select(.type == "ModelGenerated") | .data.artifact' out | sort | tr '\n' ' ')" "json model notes resource "
ok "their events are valid" emgen validate out
like "emgen.lock knows them" emgen.lock '"Models/AResource.php"'
echo '{{#columns}}{{name}} {{kind}} {{type}} {{cast}}{{comment}}{{#required}}!{{/required}}{{#nullable}}?{{/nullable}};{{/columns}}' >'T/{{class}}.txt.mustache'
exits "a list of columns" 0 emgen render --out Models --templates T one
is "has nothing of the model's where it has nothing itself" "$(cat Models/A.txt)" "id integer int ;name string string !;"
rm -r Models emgen.lock T/*.txt.mustache
exits "--artifact with such a name" 0 emgen render --out Models --templates T --artifact resource one
is "makes only that" "$(find Models -type f)" "Models/AResource.php"
rm T/*

echo '{{>mine}}' >T/keys.mustache
echo x >T/mine.mustache
echo x >T/modle.php.mustache
exits "a name that no template has" 0 emgen render --out p --templates T one
is "is said, but for a partial of one that is used" "$(cat err)" \
	"emgen-render: warning: T/modle.php.mustache: replaces no template, and none includes it"
rm T/*

printf '{{' >T/enum.php.mustache
exits "a template that is wrong, and not needed" 100 emgen render --out bad --templates T one
is "is said before anything is written" "$(ls -d bad 2>/dev/null; cat err)" "emgen-render: template enum.php: line 1: a tag is not closed"
rm T/*

printf 'a\n{{#x}}' >T/model.php.mustache
exits "a template that is wrong" 100 emgen render --out bad --templates T one
like "is said, with its line" err '^emgen-render: template model.php: line 2: \{\{#x\}\} is not closed$'
ok "nothing is written" test ! -e bad/A.php
exits "for two models" 100 emgen render --out bad --templates T one <(definition b B)
ok "nothing is written for the second" test ! -e bad/B.php
echo '{{>model.php}}' >T/model.php.mustache
exits "templates without end" 100 emgen render --out bad --templates T one
like "are said" err 'template model.php: nested more than'
rm T/*
echo x >'T/{{class}}.mustache'
exits "a name that says nothing" 100 emgen render --out bad --templates T one
exits "a folder that is not there" 100 emgen render --out bad --templates none one
like "is said" err '^emgen-render: none: No such file'
ok "and not made" test ! -e none
