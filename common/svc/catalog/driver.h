/*
 * driver - what the programs emgen-introspect-SCHEME share.  Layer svc.
 *
 * The interface, which any program in any language can keep: emgen introspect
 * runs the driver named after the DSN's scheme, from $EMGEN_EXEC_PATH, the
 * installation or $PATH.  In the environment:
 *
 *  EMGEN_DSN             the DSN; never an argument: it may hold a password
 *  EMGEN_CORRELATION_ID  correlationid of every event
 *  EMGEN_CAUSATION_ID    causationid of every event: the command's id;
 *                        without it, the correlationid
 *
 * Options, each given only when it was asked for:
 *
 *  --connection NAME     "connection" in every event; null without
 *  --prefix P            read only tables whose names begin so
 *  --tables GLOBS        read only these; joined by commas, repeatable
 *  --exclude GLOBS       do not read these
 *  --schema GLOBS        schemas to read, where the server has them
 *  --search-path LIST    where the server looks for a bare name
 *  --timeout SECONDS     give up waiting for the server or a lock
 *  --views               read views too
 *
 * It writes SchemaAnalysisStarted, TableAnalyzed for each table and
 * SchemaAnalyzed, and exits 0; or SchemaAnalysisFailed at any point, and exits
 * 100 or 111.  Messages for people go to stderr, without passwords.
 */
#ifndef EMGEN_DRIVER_H
#define EMGEN_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "die.h"
#include "ev.h"
#include "selection.h"
#include "table.h"

struct driver {
	const char *scheme; /* of the DSN: "sqlite" */
	char *program;
	const char *dsn;
	const char *connection;            /* or NULL */
	const char *schemas, *search_path; /* as asked for, or NULL */
	double timeout;                    /* seconds */
	struct selection *selection;
	struct ev_io *io;

	/* where a bare name is found; set before driver_start(), or NULL */
	const char *default_schema;

	/* names of the schemas that are read, in the same way; taken */
	json_t *read_schemas;

	/* counts for SchemaAnalyzed */
	unsigned tables, columns, foreign_keys, warnings;

	json_t *cause;      /* or NULL */
	unsigned salt;      /* tells apart what several commands cause */
	int64_t started_us; /* on the monotonic clock */
	uint64_t fingerprint;
	size_t data_at; /* where the text of the event being built begins */
	struct table_names unknown_types; /* that have been warned of */
	struct arena arena;               /* for their names */
};

/*
 * What tells apart the ids of events that several commands of one run cause: a
 * number made of the command's id, the same when the command is repeated.
 */
unsigned driver_salt(const char *causation);

/*
 * Reads the interface above for emgen-introspect-SCHEME; ends the program for
 * --help and wrong use.
 */
void driver_open(struct driver *d, int argc, char *argv[], const char *scheme);

/* Ends the program if schemas were asked for, which the server has not. */
void driver_refuse_schemas(const struct driver *d, const char *server);

struct driver_table {
	const char *schema; /* or NULL */
	char *name;
	const char *omitted; /* why it is left out, or NULL */
	bool is_view;
};

/*
 * Why a table is left out, as selection_omits() says, or because its name is
 * not UTF-8; NULL when it is to be read.
 */
const char *driver_omits(
    const struct driver *d, const char *schema, const char *name, bool is_view);

/*
 * The column without which a table is to be read, though it is left out for
 * this reason: its name may be Laravel's by chance.  NULL for any other.
 */
const char *driver_mark(
    const struct driver *d, const char *omitted, const char *name);

/*
 * Writes SchemaAnalysisStarted for the n tables, sorted by schema and name as
 * bytes, and says on stderr that there are none, what was left out and which
 * patterns matched nothing.
 */
void driver_start(
    struct driver *d, const struct driver_table *tables, size_t n);

/*
 * Writes TableAnalyzed, and warns of each unknown type once.  The table's
 * arena is used for what is computed.
 */
void driver_table(struct driver *d, struct table *table);

/* Says it on stderr and counts it. */
void driver_warn(struct driver *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes SchemaAnalyzed and closes; returns what main() should. */
int driver_finish(struct driver *d, const char *server_version);

/* Writes SchemaAnalysisFailed, says why on stderr, and exits err->code. */
_Noreturn void driver_fail(
    struct driver *d, const char *exception, const struct em_err *err);

#endif
