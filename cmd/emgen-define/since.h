/*
 * since - a definition beside the last that is stored of the same model.
 *
 *	stored			now		what is written
 *	nothing, or Removed	defined		ModelDefinitionCreated
 *	a definition		the same	its line, to the byte
 *	a definition		another		ModelDefinitionChanged
 *	a definition		no table	ModelDefinitionRemoved
 *	Removed in this run	no table	its line, to the byte
 *
 * The last two are judged at the end of a complete analysis, of models that it
 * would have come upon.  An event's number is the position that it follows
 * upon: a repeated run mints the same ids, and a run with the same
 * correlationid after other changes does not.
 */
#ifndef EMGEN_DEFINE_SINCE_H
#define EMGEN_DEFINE_SINCE_H

#include "ev.h"
#include "place.h"

/* Without .on nothing is stored, and all is new. */
struct since {
	bool on;
	struct place place; /* its .dsn may be set before it is opened */
	json_t *started;    /* SchemaAnalysisStarted, or NULL */
	json_t *last;       /* model -> position; those still to be judged */
	json_t *left;       /* set of models whose table has none any more */
};

void since_open(struct since *since);
void since_close(struct since *since);

/* An analysis begins: its SchemaAnalysisStarted. */
void since_start(
    struct since *since, struct ev_io *io, const struct ev_line *line);

/*
 * Writes what the definition is beside the stored one.  attributes is JSON
 * text; head lacks its type and number.
 */
void since_define(struct since *since, struct ev_io *io, struct ev_head *head,
    const char *model, const char *name, const struct buf *attributes);

/* The table of that model is there, but is none to be defined. */
void since_leave(struct since *since, const char *model);

/* It is complete: writes what is gone.  done is the event that ended it. */
void since_finish(struct since *since, struct ev_io *io, const json_t *done);

#endif
