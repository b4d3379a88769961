/* notify - tells systemd, or who plays it, how a service is.  Layer svc. */
#ifndef EMGEN_NOTIFY_H
#define EMGEN_NOTIFY_H

/* "READY=1", "STOPPING=1", "STATUS=..." to $NOTIFY_SOCKET, if there is one. */
void notify(const char *state);

#endif
