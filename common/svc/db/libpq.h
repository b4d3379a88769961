/*
 * libpq - what we use of it, which is loaded when it is needed (dynlib.h).
 *
 *	libpq.PQexec(conn, "SELECT 1")
 */
#ifndef EMGEN_LIBPQ_H
#define EMGEN_LIBPQ_H

#include <libpq-fe.h>

#include "die.h"

/* clang-format off */
#define PQ_FUNCTIONS(X) \
		X(PQclear) \
		X(PQcmdTuples) \
		X(PQconnectPoll) \
		X(PQconnectStartParams) \
		X(PQconninfoFree) \
		X(PQconninfoParse) \
		X(PQconsumeInput) \
		X(PQenterPipelineMode) \
		X(PQerrorMessage) \
		X(PQexec) \
		X(PQexitPipelineMode) \
		X(PQfinish) \
		X(PQflush) \
		X(PQfreemem) \
		X(PQgetResult) \
		X(PQgetisnull) \
		X(PQgetlength) \
		X(PQgetvalue) \
		X(PQisBusy) \
		X(PQnotifies) \
		X(PQntuples) \
		X(PQpipelineSync) \
		X(PQresultErrorField) \
		X(PQresultStatus) \
		X(PQsendPrepare) \
		X(PQsendQuery) \
		X(PQsendQueryPrepared) \
		X(PQserverVersion) \
		X(PQsetErrorVerbosity) \
		X(PQsetNoticeReceiver) \
		X(PQsetnonblocking) \
		X(PQsocket) \
		X(PQstatus) \
		X(PQtransactionStatus)
/* clang-format on */

/* A pointer to each, by its own name. */
struct libpq {
#define PQ_POINTER(function) __typeof__(function) *(function);
	PQ_FUNCTIONS(PQ_POINTER)
#undef PQ_POINTER
};

extern struct libpq libpq;

/* Before any of them is called; -1 when the library is not there. */
int libpq_load(struct em_err *err);

#endif
