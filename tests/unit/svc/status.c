/* status - what a running pipeline says of itself. */
#include "status.h"

#include "../tap.h"

int
main(void)
{
	static const char *const queues[] = { "jobs", "mail" };
	const struct progress busy = { 3, 2, PROGRESS_READS };
	const struct progress silent = { 0, 0, PROGRESS_NONE };
	const struct status_stage a = { "a", "a", "running", 7, 5, 1, &busy,
		NULL };
	const struct status_stage b = { "b", "a", "parked", 0, 9, 3, &silent,
		"it \"failed\"" };
	struct buf out = BUF_INIT;

	status_begin(&out, "x", false);
	status_add(&out, &a);
	status_add(&out, &b);
	status_end(&out, queues, 2);
	is(buf_peek(&out),
	    "{\"pipeline\":\"x\",\"state\":\"running\",\"stages\":["
	    "{\"stage\":\"a\",\"line\":\"a\",\"state\":\"running\",\"pid\":7,"
	    "\"seconds\":5,\"starts\":1,\"in\":3,\"out\":2,"
	    "\"doing\":\"reading\"},"
	    "{\"stage\":\"b\",\"line\":\"a\",\"state\":\"parked\","
	    "\"pid\":null,\"seconds\":9,\"starts\":3,\"doing\":null,"
	    "\"why\":\"it \\\"failed\\\"\"}],"
	    "\"queues\":[\"jobs\",\"mail\"]}\n",
	    "stages and queues");
	buf_clear(&out);
	status_begin(&out, "x", true);
	status_end(&out, NULL, 0);
	is(buf_peek(&out),
	    "{\"pipeline\":\"x\",\"state\":\"ending\",\"stages\":[],"
	    "\"queues\":[]}\n",
	    "none");
	buf_clear(&out);
	return done();
}
