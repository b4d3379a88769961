#!/bin/bash
# emgen store on SQLite, killed at each boundary (store-kills.sh).
. "${0%/*}/lib.sh"

export EMGEN_HOME=home
wipe() { rm -rf home && mkdir home; }
keep() { rm -rf start && cp -r home start; }
back() { rm -rf home && cp -r start home; }
ask() { sqlite3 home/emgen.db "$1; PRAGMA integrity_check"; }
. "$top/tests/store-kills.sh"
