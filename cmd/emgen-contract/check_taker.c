/* check_taker - what takes lines and passes none on (contract.h). */
#include "contract.h"

bool
check_silent(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_lines(&in, &c->basic->in);
	kept = contract_run(c, &in, RUN_PLAIN, &run);
	if (kept && (run.out.count || run.torn.len))
		kept = contract_broken(c, "it wrote to stdout: %.200s",
		    run.out.count ? run.out.list[0].bytes
				  : buf_peek(&run.torn));
	run_clear(&run);
	buf_clear(&in);
	return kept;
}

bool
check_unknown(struct contract *c)
{
	struct run run = RUN_INIT;
	struct buf in = BUF_INIT;
	bool kept;

	input_noted(&in, 1);
	input_lines(&in, &c->basic->in);
	input_noted(&in, 2);
	kept = contract_run(c, &in, RUN_PLAIN, &run) &&
	       contract_ended(c, &run, EM_OK,
		   "after events of a type that it does not know");
	run_clear(&run);
	buf_clear(&in);
	return kept;
}
