/* Apart from cncurses.c, because <term.h> turns words such as `columns` into macros. */
#include "cncurses.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

int cn_terminfo(const char *term, int *colors, int *direct) {
    int status = 0;
    TERMINAL *previous = cur_term;
    if (setupterm((char *)term, STDOUT_FILENO, &status) != OK) return -1;
    int count = tigetnum("colors");
    *colors = count > 0 ? count : 0;
    const char *setrgbf = tigetstr("setrgbf");
    *direct = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || tigetflag("Tc") > 0 ||
              (setrgbf && setrgbf != (char *)-1) || count > 256;
    TERMINAL *made = set_curterm(previous);
    if (made && made != previous) del_curterm(made);
    return 0;
}
