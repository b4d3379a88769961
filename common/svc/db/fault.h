/*
 * fault - where a program kills itself, for tests.  Layer svc.
 *
 * In a build with FAULT=1 the process kills itself at the n-th boundary of a
 * call that a database or Redis sees, n being $EMGEN_FAULT_AT: half of what
 * belongs together is done then, and a test looks what is left.  Where
 * rows are read, which a statement may have changed, $EMGEN_FAULT_ROW counts
 * the same before and after each.  In other builds nothing happens.
 */
#ifndef EMGEN_FAULT_H
#define EMGEN_FAULT_H

void fault_boundary(void);
void fault_row(void);

#endif
