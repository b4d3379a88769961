/* share - the folder with schemas, pipelines and contracts.  Layer svc. */
#ifndef EMGEN_SHARE_H
#define EMGEN_SHARE_H

/* A path in $EMGEN_SHARE, or in the installation's; owned by the caller. */
char *share_path(const char *name);

#endif
