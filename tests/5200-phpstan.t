#!/bin/bash
# Larastan at the highest level over everything that emgen writes.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# Larastan asks PHP for the factory of a model.
cat >autoload.php <<'P'
<?php
$loader = require getenv('VENDOR').'/autoload.php';
$loader->addPsr4('App\\', [getcwd(), 'golden']);
$loader->addPsr4('Database\\', [getcwd(), 'golden']);
P

# analyse NAME...: what this version's Larastan finds, a line each.
analyse() {
	printf 'includes: [%s, %s]\n' "$laravel/vendor/larastan/larastan/extension.neon" \
		"$top/tests/laravel/phpstan.neon" >phpstan.neon
	VENDOR=$laravel/vendor php "$laravel/vendor/bin/phpstan" analyse --no-progress --error-format=raw \
		--no-ansi -c phpstan.neon --autoload-file autoload.php "$@" 2>stan.err
}

# spaced NAME OPTION...: what is made of it, in namespaces of its own, so that all that is
# made for a version can be analysed at once.
spaced() {
	exits "generate $1 for Laravel $version ${*:2}" 0 generate "$@" \
		--namespace "App\\$1\\Models" --enums-namespace "App\\$1\\Enums" \
		--factories-namespace "Database\\$1\\Factories" --requests-namespace "App\\$1\\Http\\Requests"
}

morphs=(--morph 'comments.commentable=posts,videos' --morph images.imageable=posts)
for other in $versions; do
	use_laravel "$other"
	rm -rf ./*/
	exits "generate golden for Laravel $version" 0 generate golden
	spaced morphs "${morphs[@]}"
	spaced keys --through '*'
	if [ "$other" = 12 ]; then
		for name in $schemas factories; do
			[ "$name" = golden ] || [ "$name" = keys ] || spaced "$name"
		done
		for name in golden constructs; do
			ln "$name.db" "split_$name.db"
			spaced "split_$name" --mode split
		done
	else
		spaced constructs --through '*'
	fi
	# One mistake, which it must find: it has looked.
	sed -i 's/BelongsTo<User, /BelongsTo<Product, /' golden/Models/Order.php
	analyse ./*/ >out
	is "Larastan for Laravel $version says so when something is wrong" $? 1
	like "and what" out 'Order::customer\(\) should return .*Product'
	is "and finds nothing else" "$(grep -v 'Models/Order\.php:' out)" ''
done
