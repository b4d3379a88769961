/* store_tables - the tables of the event store (store_tables.h). */
#include "store_tables.h"

#include "migrate.h"

static const char subscriptions[] =
    "CREATE TABLE emgen_subscriptions ("
    "name VARCHAR(255) NOT NULL PRIMARY KEY, "
    "position BIGINT NOT NULL, updated_on TIMESTAMP);"
    "CREATE TABLE emgen_parked ("
    "name VARCHAR(255) NOT NULL, position BIGINT NOT NULL, "
    "attempts INTEGER NOT NULL, error TEXT NOT NULL, "
    "parked_on TIMESTAMP NOT NULL, PRIMARY KEY (name, position))";

/* SQLite makes no other primary key of a table that is there. */
static const char members_sqlite[] =
    "CREATE TABLE emgen_members ("
    "name VARCHAR(255) NOT NULL, member INTEGER NOT NULL, "
    "members INTEGER NOT NULL, position BIGINT NOT NULL, "
    "updated_on TIMESTAMP, PRIMARY KEY (name, member));"
    "INSERT INTO emgen_members "
    "SELECT name, 1, 1, position, updated_on FROM emgen_subscriptions;"
    "DROP TABLE emgen_subscriptions;"
    "ALTER TABLE emgen_members RENAME TO emgen_subscriptions";
static const char members_pgsql[] =
    "ALTER TABLE emgen_subscriptions "
    "DROP CONSTRAINT emgen_subscriptions_pkey, "
    "ADD COLUMN member INTEGER NOT NULL DEFAULT 1, "
    "ADD COLUMN members INTEGER NOT NULL DEFAULT 1, "
    "ADD PRIMARY KEY (name, member)";

#define CATALOG(time)                                                          \
	"CREATE TABLE model_catalog ("                                         \
	"model_id CHAR(36) NOT NULL PRIMARY KEY, "                             \
	"connection TEXT, schema_name TEXT, table_name TEXT NOT NULL, "        \
	"class TEXT NOT NULL, namespace TEXT, "                                \
	"columns INTEGER NOT NULL, relations INTEGER NOT NULL, "               \
	"path TEXT, defined_on " time " NOT NULL, "                            \
	"changed_on " time " NOT NULL, generated_on " time ", "                \
	"removed_on " time ");"                                                \
	"CREATE TABLE relationship_catalog ("                                  \
	"model_id CHAR(36) NOT NULL REFERENCES model_catalog, "                \
	"name VARCHAR(255) NOT NULL, kind TEXT NOT NULL, "                     \
	"related TEXT NOT NULL, foreign_key TEXT, pivot_table TEXT, "          \
	"PRIMARY KEY (model_id, name))"

/*
 * MySQL commits after each statement: those of a migration bear a second run.
 * Names are bytes, which no collation takes for others.
 */
static const char events_mysql[] =
    "CREATE TABLE IF NOT EXISTS domain_events ("
    "position BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, "
    "event_id CHAR(36) CHARACTER SET ascii NOT NULL UNIQUE, "
    "stream_id CHAR(36) CHARACTER SET ascii NOT NULL, "
    "stream_version BIGINT NOT NULL, "
    "event_type VARCHAR(255) NOT NULL, source TEXT, subject TEXT, "
    "occurred_on DATETIME(6) NOT NULL, "
    "correlation_id CHAR(36) CHARACTER SET ascii, "
    "causation_id CHAR(36) CHARACTER SET ascii, "
    "event_data LONGTEXT NOT NULL, line LONGTEXT, "
    "UNIQUE (stream_id, stream_version), "
    "KEY domain_events_type (event_type, position)) "
    "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
    "CREATE TABLE IF NOT EXISTS emgen_append_lock ("
    "id INTEGER NOT NULL PRIMARY KEY);"
    "INSERT IGNORE INTO emgen_append_lock VALUES (1)";
static const char subscriptions_mysql[] =
    "CREATE TABLE IF NOT EXISTS emgen_subscriptions ("
    "name VARBINARY(255) NOT NULL, member INTEGER NOT NULL, "
    "members INTEGER NOT NULL, position BIGINT NOT NULL, "
    "updated_on DATETIME, PRIMARY KEY (name, member));"
    "CREATE TABLE IF NOT EXISTS emgen_parked ("
    "name VARBINARY(255) NOT NULL, position BIGINT NOT NULL, "
    "attempts INTEGER NOT NULL, error TEXT NOT NULL, "
    "parked_on DATETIME NOT NULL, PRIMARY KEY (name, position)) "
    "DEFAULT CHARACTER SET utf8mb4";
static const char catalog_mysql[] =
    "CREATE TABLE IF NOT EXISTS model_catalog ("
    "model_id CHAR(36) NOT NULL PRIMARY KEY, "
    "connection TEXT, schema_name TEXT, table_name TEXT NOT NULL, "
    "class TEXT NOT NULL, namespace TEXT, "
    "columns INTEGER NOT NULL, relations INTEGER NOT NULL, "
    "path TEXT, defined_on DATETIME(6) NOT NULL, "
    "changed_on DATETIME(6) NOT NULL, generated_on DATETIME(6), "
    "removed_on DATETIME(6)) "
    "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
    "CREATE TABLE IF NOT EXISTS relationship_catalog ("
    "model_id CHAR(36) NOT NULL, name VARCHAR(255) NOT NULL, "
    "kind TEXT NOT NULL, related TEXT NOT NULL, foreign_key TEXT, "
    "pivot_table TEXT, PRIMARY KEY (model_id, name), "
    "FOREIGN KEY (model_id) REFERENCES model_catalog (model_id)) "
    "DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

static const struct migration migrations[] = {
	{ .sqlite = "CREATE TABLE domain_events ("
		    "position INTEGER PRIMARY KEY AUTOINCREMENT, "
		    "event_id TEXT NOT NULL UNIQUE, "
		    "stream_id TEXT NOT NULL, "
		    "stream_version INTEGER NOT NULL, "
		    "event_type TEXT NOT NULL, source TEXT, subject TEXT, "
		    "occurred_on TEXT NOT NULL, "
		    "correlation_id TEXT, causation_id TEXT, "
		    "event_data TEXT NOT NULL, line TEXT, "
		    "UNIQUE (stream_id, stream_version));"
		    "CREATE INDEX domain_events_type "
		    "ON domain_events (event_type, position);",
	    .pgsql =
		"CREATE TABLE domain_events ("
		"position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
		"event_id UUID NOT NULL UNIQUE, "
		"stream_id UUID NOT NULL, "
		"stream_version BIGINT NOT NULL, "
		"event_type TEXT NOT NULL, source TEXT, subject TEXT, "
		"occurred_on TIMESTAMPTZ(6) NOT NULL, "
		"correlation_id UUID, causation_id UUID, "
		"event_data JSON NOT NULL, line TEXT, "
		"UNIQUE (stream_id, stream_version));"
		"CREATE INDEX domain_events_type "
		"ON domain_events (event_type, position)",
	    .mysql = events_mysql },
	{ .sqlite = subscriptions,
	    .pgsql = subscriptions,
	    .mysql = subscriptions_mysql },
	{ .sqlite = CATALOG("TEXT"),
	    .pgsql = CATALOG("TIMESTAMPTZ(6)"),
	    .mysql = catalog_mysql },
	{ .sqlite = members_sqlite,
	    .pgsql = members_pgsql,
	    .mysql = "DO 0" /* made with members */ },
};

int
store_make_tables(struct db *db, struct em_err *err)
{
	return migrate(db, "store", migrations,
	    sizeof(migrations) / sizeof(migrations[0]), err);
}
