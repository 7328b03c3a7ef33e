#include "cncurses.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *output;
static FILE *input;
static int memory = -1;
static uint8_t *frame;
static size_t frame_capacity;

static int codeset_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

static int names_utf8(const char *value) {
    return value && (strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "utf-8") || strstr(value, "UTF8"));
}

int cn_locale_is_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (codeset_is_utf8()) return 1;
    const char *wanted = getenv("LC_ALL");
    if (!wanted || !*wanted) wanted = getenv("LC_CTYPE");
    if (!wanted || !*wanted) wanted = getenv("LANG");
    if (names_utf8(wanted)) setlocale(LC_CTYPE, "C.UTF-8");
    return codeset_is_utf8();
}

struct variable {
    const char *name;
    char *former;
    int changed;
};

/* Sets a variable for a while; NULL leaves it alone. */
static struct variable exchange(const char *name, const char *value) {
    struct variable variable = {name, NULL, value != NULL};
    if (!value) return variable;
    const char *former = getenv(name);
    variable.former = former ? strdup(former) : NULL;
    setenv(name, value, 1);
    return variable;
}

static void put_back(struct variable variable) {
    if (!variable.changed) return;
    if (variable.former) setenv(variable.name, variable.former, 1);
    else unsetenv(variable.name);
    free(variable.former);
}

int cn_start(const char *term, const char *terminfo_dirs, int rows, int columns) {
    if (screen) return -3;
    memory = memfd_create("magnus-frame", MFD_CLOEXEC);
    if (memory < 0) return -2;
    output = fdopen(dup(memory), "w");
    input = fopen("/dev/null", "r");
    if (!output || !input) {
        cn_end();
        return -2;
    }
    /* Memory has no size, and entries such as linux's name none: newterm takes it from the environment. */
    char number[2][16];
    snprintf(number[0], sizeof number[0], "%d", rows);
    snprintf(number[1], sizeof number[1], "%d", columns);
    struct variable lines = exchange("LINES", number[0]);
    struct variable width = exchange("COLUMNS", number[1]);
    struct variable directories = exchange("TERMINFO_DIRS", terminfo_dirs);
    use_env(TRUE);
    screen = newterm((char *)term, output, input);
    put_back(directories);
    put_back(width);
    put_back(lines);
    if (!screen) {
        cn_end();
        return -1;
    }
    set_term(screen);
    typeahead(-1);
    nonl();
    noecho();
    keypad(stdscr, FALSE);
    meta(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    idlok(stdscr, FALSE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    resize_term(rows, columns);
    return 0;
}

int cn_colors(void) { return screen && has_colors() ? COLORS : 0; }

int cn_pair(int foreground, int background) {
    if (!screen || !has_colors() || (foreground < 0 && background < 0)) return 0;
    int pair = alloc_pair(foreground, background);
    return pair > 0 ? pair : 0;
}

static attr_t attribute_flags(unsigned attributes) {
    attr_t flags = A_NORMAL;
    if (attributes & CN_BOLD) flags |= A_BOLD;
    if (attributes & CN_DIM) flags |= A_DIM;
    if (attributes & CN_ITALIC) flags |= A_ITALIC;
    if (attributes & CN_UNDERLINE) flags |= A_UNDERLINE;
    if (attributes & CN_REVERSE) flags |= A_REVERSE;
    return flags;
}

void cn_put(int row, int column, const char *cluster, unsigned attributes, int pair, int width) {
    if (!screen || row < 0 || column < 0 || row >= LINES || column + width > COLS) return;
    attr_t flags = attribute_flags(attributes);
    wchar_t text[CCHARW_MAX + 1];
    mbstate_t state;
    memset(&state, 0, sizeof state);
    const char *source = cluster;
    size_t count = mbsrtowcs(text, &source, CCHARW_MAX, &state);
    cchar_t cell;
    if (count == (size_t)-1 || count == 0 || wcwidth(text[0]) != width) count = 0;
    for (size_t index = 1; index < count; index++) {
        if (wcwidth(text[index]) != 0) count = index;
    }
    text[count] = L'\0';
    if (count > 0 && setcchar(&cell, text, flags, 0, &pair) == OK) {
        mvadd_wch(row, column, &cell);
        return;
    }
    wchar_t unknown[2] = {L'?', L'\0'};
    for (int offset = 0; offset < width; offset++) {
        if (setcchar(&cell, unknown, flags, 0, &pair) == OK) mvadd_wch(row, column + offset, &cell);
    }
}

void cn_put_scalar(int row, int column, uint32_t scalar, unsigned attributes, int pair, int width) {
    if (!screen || row < 0 || column < 0 || row >= LINES || column + width > COLS) return;
    if (scalar >= 0x80 && wcwidth((wchar_t)scalar) != width) scalar = L'?';
    wchar_t text[2] = {(wchar_t)scalar, L'\0'};
    cchar_t cell;
    int count = scalar == L'?' ? width : 1;
    for (int offset = 0; offset < count; offset++) {
        if (setcchar(&cell, text, attribute_flags(attributes), 0, &pair) == OK) mvadd_wch(row, column + offset, &cell);
    }
}

void cn_resize(int rows, int columns) {
    if (!screen) return;
    resize_term(rows, columns);
    cn_invalidate();
}

void cn_invalidate(void) {
    if (screen) clearok(curscr, TRUE);
}

/* What ncurses wrote since the last call. */
static size_t collect(const uint8_t **bytes) {
    fflush(output);
    off_t length = lseek(memory, 0, SEEK_CUR);
    *bytes = frame;
    if (length <= 0) return 0;
    if ((size_t)length > frame_capacity) {
        uint8_t *larger = realloc(frame, (size_t)length * 2);
        if (!larger) return 0;
        frame = larger;
        frame_capacity = (size_t)length * 2;
    }
    *bytes = frame;
    size_t done = 0;
    while (done < (size_t)length) {
        ssize_t got = pread(memory, frame + done, (size_t)length - done, (off_t)done);
        if (got <= 0) break;
        done += (size_t)got;
    }
    lseek(memory, 0, SEEK_SET);
    return done;
}

size_t cn_frame(int cursor_row, int cursor_column, const uint8_t **bytes) {
    *bytes = NULL;
    if (!screen) return 0;
    leaveok(stdscr, cursor_row < 0);
    if (cursor_row >= 0) move(cursor_row, cursor_column);
    wnoutrefresh(stdscr);
    doupdate();
    return collect(bytes);
}

size_t cn_leave(const uint8_t **bytes) {
    *bytes = NULL;
    if (!screen) return 0;
    endwin();
    return collect(bytes);
}

void cn_end(void) {
    if (screen) {
        if (!isendwin()) endwin();
        delscreen(screen);
        screen = NULL;
    }
    if (output) fclose(output);
    if (input) fclose(input);
    if (memory >= 0) close(memory);
    output = NULL;
    input = NULL;
    memory = -1;
}
