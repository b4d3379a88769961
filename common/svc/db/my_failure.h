/*
 * my_failure - what an error of MySQL, MariaDB or of their client library
 * means. Layer svc.
 */
#ifndef EMGEN_MY_FAILURE_H
#define EMGEN_MY_FAILURE_H

#include "die.h"

struct my_failure {
	unsigned number;
	const char *exception;
	enum em_exit exit;
};

/* The one place where that is decided. */
const struct my_failure *my_failure_of(unsigned number);

#endif
