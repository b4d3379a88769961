/* check_end - how a program ends (contract.h). */
#include <string.h>

#include "contract.h"

bool
check_exit(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_lines(&in, &c->basic->in);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_ended(c, &run, EM_OK, "after good input");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_empty(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept = contract_run(c, &in, RUN_PLAIN, &run) &&
		    contract_ended(c, &run, EM_OK, "after empty input");

	if (kept && run.out.count)
		kept = contract_broken(
		    c, "it made %zu lines of nothing", run.out.count);
	run_clear(&run);
	return kept;
}

bool
check_usage(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept = contract_run(c, &in, RUN_BAD_OPTION, &run) &&
		    contract_ended(
			c, &run, EM_PERM, "with the option --no-such-option");

	if (kept && (run.out.count || run.torn.len))
		kept = contract_broken(
		    c, "its message is on stdout, among the events");
	run_clear(&run);
	return kept;
}

/* The basic input up to its end, which is left out. */
static void
add_begun(struct contract *c, struct buf *in)
{
	const struct lines *basic = &c->basic->in;

	input_range(in, basic, 0, lines_index(basic, "SchemaAnalyzed"));
}

bool
check_unfinished(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	add_begun(c, &in);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_ended(c, &run, EM_TEMP,
		   "after an analysis without its SchemaAnalyzed");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_failed(struct contract *c)
{
	static const char failed[] =
	    "{\"type\":\"SchemaAnalysisFailed\",\"specversion\":\"1.0\","
	    "\"id\":\"00000000-0000-4000-8000-000000000001\","
	    "\"source\":\"emgen-contract\",\"data\":{"
	    "\"connection\":null,\"error\":\"database is locked\","
	    "\"exception\":\"locked\",\"temporary\":true}}\n";
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	add_begun(c, &in);
	buf_adds(&in, failed);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_ended(c, &run, EM_OK, "after SchemaAnalysisFailed");
	if (kept && !lines_find(&run.out, "SchemaAnalysisFailed"))
		kept = contract_broken(c, "SchemaAnalysisFailed did not pass");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_torn(struct contract *c)
{
	static const char torn[] = "{\"type\":\"EmgenContractNoted\",\"da";
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_lines(&in, &c->basic->in);
	buf_adds(&in, torn);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_ended(
		   c, &run, EM_TEMP, "after input that ends inside a line");
	for (size_t i = 0; kept && i < run.out.count; i++)
		if (strstr(run.out.list[i].bytes, torn))
			kept = contract_broken(c, "it passed the torn line on");
	if (kept && run.torn.len)
		kept = contract_broken(c, "its own output is torn, too");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

/* More than pipes and buffers hold, so that it must notice. */
bool
check_epipe(struct contract *c)
{
	enum { MUCH = 32 << 20 };
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_lines(&in, &c->basic->in);
	for (unsigned n = 0; in.len < MUCH; n++)
		input_noted(&in, n);
	kept = contract_run(c, &in, RUN_DEAF, &run);
	if (kept && run.code == EM_OK)
		kept = contract_broken(c, "it ended with 0, though nobody "
					  "reads what it writes");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}
