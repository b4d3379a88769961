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
		"ON domain_events (event_type, position)" },
	{ .sqlite = subscriptions, .pgsql = subscriptions },
};

int
store_make_tables(struct db *db, struct em_err *err)
{
	return migrate(db, "store", migrations,
	    sizeof(migrations) / sizeof(migrations[0]), err);
}
