/*
 * subscription - how far somebody has read the event store.  Layer svc.
 *
 * A checkpoint by name, which moves on only from where it was: of two
 * subscribers of one name the later one notices.  An event that its handler
 * cannot digest is parked, so that those behind it are not held up.
 *
 * Several members may share the streams of a subscription, each with a
 * checkpoint of its own.  What is parked is the subscription's.
 */
#ifndef EMGEN_SUBSCRIPTION_H
#define EMGEN_SUBSCRIPTION_H

#include <stdint.h>

#include "store.h"

struct subscription;

/*
 * Makes the subscription at position 0 when it is not there; borrows store.
 * With NULL for share only what is parked can be asked for.  When the streams
 * were shared by another number of members they are shared anew from where all
 * of those are; -1 with EM_PERM when that is not one position.
 */
struct subscription *subscription_open(struct store *store, const char *name,
    const struct store_share *share, struct em_err *err);
void subscription_close(struct subscription *sub);

/* The position up to which everything is done. */
int64_t subscription_position(const struct subscription *sub);

/*
 * Moves the checkpoint, in the transaction at hand or one of its own; -1 with
 * EM_TEMP when another subscriber has moved it meanwhile.
 */
int subscription_advance(
    struct subscription *sub, int64_t position, struct em_err *err);

/* Puts an event aside, to be replayed by hand; the same rules. */
int subscription_park(struct subscription *sub, int64_t position,
    unsigned attempts, const char *error, struct em_err *err);

/* A parked event; strings are borrowed until the next is read. */
struct parked {
	int64_t position;
	unsigned attempts;
	const char *error, *parked_on;
};

/*
 * The parked event with the least position above after: 1, 0 when there is
 * none, -1.
 */
int subscription_parked(struct subscription *sub, int64_t after,
    struct parked *parked, struct em_err *err);

/* It has been digested. */
int subscription_unpark(
    struct subscription *sub, int64_t position, struct em_err *err);

#endif
