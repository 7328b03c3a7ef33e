#ifndef CNCURSES_H
#define CNCURSES_H

#include <stddef.h>
#include <stdint.h>

/* ncursesw behind plain C types: output only. ncurses writes into memory; the caller takes the bytes of a frame and sends
   them to the terminal itself. All screen functions belong to one thread at a time. */

enum {
    CN_BOLD = 1,
    CN_DIM = 2,
    CN_ITALIC = 4,
    CN_UNDERLINE = 8,
    CN_REVERSE = 16,
};

/* Takes LC_CTYPE from the environment (the other categories stay "C", so numbers keep their point). Where the wanted
   UTF-8 locale is not installed, C.UTF-8 is taken. Returns 1 when characters are UTF-8. */
int cn_locale_is_utf8(void);

/* Colours of a terminfo entry: 0 found, -1 no such entry. `direct` is set when it has RGB, Tc or setrgbf. */
int cn_terminfo(const char *term, int *colors, int *direct);

/* Starts the screen for `term`. `terminfo_dirs`, when not NULL, replaces TERMINFO_DIRS during the call.
   Returns 0; -1 when ncurses cannot use the entry; -2 when memory for frames cannot be had; -3 when it runs already. */
int cn_start(const char *term, const char *terminfo_dirs, int rows, int columns);

/* Colours the running screen has. */
int cn_colors(void);

/* Number of the pair of two colours, -1 being the terminal's default; 0 when no more are left. */
int cn_pair(int foreground, int background);

/* Puts a cluster (UTF-8, one spacing character with its marks, NUL at the end) of `width` columns. What this C library
   measures otherwise or cannot show is replaced by question marks, so that columns never shift. */
void cn_put(int row, int column, const char *cluster, unsigned attributes, int pair, int width);

/* The same for one scalar alone, without a detour over UTF-8. */
void cn_put_scalar(int row, int column, uint32_t scalar, unsigned attributes, int pair, int width);

/* Changes the size; everything is drawn again. */
void cn_resize(int rows, int columns);

/* The next frame is drawn completely. */
void cn_invalidate(void);

/* Bytes that bring the terminal to what was put; the cursor ends at row and column, or anywhere when row < 0. The bytes
   belong to the screen and hold until its next call. */
size_t cn_frame(int cursor_row, int cursor_column, const uint8_t **bytes);

/* Bytes that leave the alternate screen. The next frame enters it again. */
size_t cn_leave(const uint8_t **bytes);

/* Ends the screen and frees it. */
void cn_end(void);

#endif
