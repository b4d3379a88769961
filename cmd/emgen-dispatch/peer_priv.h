/* peer_priv - what peer.c and peer_turn.c share. */
#ifndef EMGEN_DISPATCH_PEER_PRIV_H
#define EMGEN_DISPATCH_PEER_PRIV_H

#include "peer.h"

struct feed *peer_feed(struct peer *peer);

/* It gets no more, and why; which is bad only if there is more. */
void peer_retire(struct peer *peer, const char *why);

/* Tries once more to open a FIFO that had no reader. */
void peer_open_later(struct peer *peer);

#endif
