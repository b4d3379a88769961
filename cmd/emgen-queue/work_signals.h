/*
 * work_signals - what a worker can be told by a signal, as Laravel's: TERM, INT
 * and QUIT end it after the job in hand, the second of them at once; USR2
 * pauses it, CONT goes on.
 */
#ifndef EMGEN_WORK_SIGNALS_H
#define EMGEN_WORK_SIGNALS_H

struct worker;

/* A descriptor that can be read when one has come; ends the program without. */
int work_signals_open(void);
void work_signals_take(struct worker *w);

#endif
