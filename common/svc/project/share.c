/* share - the folder with schemas, pipelines and contracts (share.h). */
#include "share.h"

#include <stdlib.h>

#include "mem.h"

char *
share_path(const char *name)
{
	const char *share = getenv("EMGEN_SHARE");

	return mem_printf("%s/%s", share && *share ? share : EMGEN_SHARE, name);
}
