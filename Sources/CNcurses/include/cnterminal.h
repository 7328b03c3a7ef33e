#ifndef CNTERMINAL_H
#define CNTERMINAL_H

#include <stddef.h>

/* The terminal device: raw mode, size, signals, and giving it back whatever happens. */

/* Remembers the terminal's modes on `descriptor` and switches to raw mode. 0, or errno. */
int cn_raw_enter(int descriptor);
/* Brings the remembered modes back. */
void cn_raw_leave(void);
/* Raw mode again, after a stop. */
void cn_raw_again(void);

/* Size in cells: 0, or -1 when it cannot be had. */
int cn_size(int descriptor, int *rows, int *columns);

/* Opens the terminal behind `descriptor` a second time, not blocking, so that the mode does not leak to the shell through
   the shared one. Returns the descriptor or -1. */
int cn_open_again(int descriptor);

/* Sends the signals of a terminal program (WINCH, TERM, INT, HUP, TSTP, CONT) as one byte each into a pipe and returns the
   end to read, not blocking; -1 when it cannot be made. */
int cn_signals_start(void);
/* Gives the signals their former meaning; after the loss of the terminal SIGHUP stays without effect. */
void cn_signals_stop(int terminal_is_lost);
/* Stops the process group as Ctrl-Z does. */
void cn_stop_process(void);
/* After a stop: Ctrl-Z from outside arrives in the pipe again. */
void cn_stopped_before(void);

/* From now on the terminal is given back when the process exits or crashes (SEGV, ILL, ABRT, BUS, FPE, QUIT, TRAP):
   `restore` is written to `descriptor` and the remembered modes come back; then the signal takes its former way. */
void cn_guard_arm(int descriptor, const char *restore, size_t length);
/* The terminal has been given back in good order, or is gone. */
void cn_guard_disarm(void);

/* Runs a program found in PATH, with its output thrown away, and waits. Exit status, or -1. */
int cn_run(const char *const arguments[]);

#endif
