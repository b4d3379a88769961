/* failure - what an error of the server or of its client library means. */
#ifndef EMGEN_MYSQL_FAILURE_H
#define EMGEN_MYSQL_FAILURE_H

#include "die.h"

struct failure {
	unsigned number;
	const char *exception;
	enum em_exit exit;
};

/* The one place where that is decided. */
const struct failure *failure_of(unsigned number);

#endif
