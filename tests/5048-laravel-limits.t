#!/bin/bash
# Numbers that are more than PHP's integers, or that it does not write in full:
# what Eloquent does with those of a real server.
. "${0%/*}/lib.sh"
. "$top/tests/mariadb.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# by_mariadb NAME: what the script says of the models of that database.
by_mariadb() {
	tell "$1" "mariadb:unix_socket=$mariadb_socket;dbname=$1;user=root"
}

# --- A default that is more ---

sql <<'S'
CREATE DATABASE masks;
USE masks;
CREATE TABLE masks (id int AUTO_INCREMENT PRIMARY KEY,
	few bit(8) NOT NULL DEFAULT b'101',
	most bit(63) NOT NULL DEFAULT b'111111111111111111111111111111111111111111111111111111111111111',
	word bit(64) NOT NULL DEFAULT b'1000000000000000000000000000000000000000000000000000000000000001',
	number bigint unsigned NOT NULL DEFAULT 18446744073709551615);
S
exits "masks: generate" 0 emit masks "$(dsn masks)"
is "a new row has what the database gives it" "$(by_mariadb masks <<'P'
<?php
use App\Models\Mask;

echo json_encode((new Mask)->getAttributes())."\n";
Mask::create();
echo json_encode(Mask::sole()->only('few', 'most', 'word', 'number'));
P
)" '{"few":5,"most":9223372036854775807,"number":"18446744073709551615"}
{"few":5,"most":9223372036854775807,"word":"9223372036854775809","number":"18446744073709551615"}'
