#include "cnterminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

static int raw_descriptor = -1;
static struct termios former_modes;

/* A process that is not in the foreground gets SIGTTOU for changing modes, which would stop it in the middle of ending. */
static void set_modes(const struct termios *modes) {
    sigset_t block, former;
    sigemptyset(&block);
    sigaddset(&block, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &block, &former);
    while (tcsetattr(raw_descriptor, TCSANOW, modes) != 0 && errno == EINTR) {}
    pthread_sigmask(SIG_SETMASK, &former, NULL);
}

void cn_raw_again(void) {
    if (raw_descriptor < 0) return;
    struct termios raw = former_modes;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    set_modes(&raw);
}

int cn_raw_enter(int descriptor) {
    if (tcgetattr(descriptor, &former_modes) != 0) return errno;
    raw_descriptor = descriptor;
    cn_raw_again();
    return 0;
}

void cn_raw_leave(void) {
    if (raw_descriptor >= 0) set_modes(&former_modes);
}

int cn_size(int descriptor, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

int cn_open_again(int descriptor) {
    char path[64];
    const char prefix[] = "/proc/self/fd/";
    memcpy(path, prefix, sizeof prefix);
    char digits[16];
    int count = 0;
    for (int value = descriptor; value > 0 || count == 0; value /= 10) digits[count++] = (char)('0' + value % 10);
    size_t end = sizeof prefix - 1;
    while (count > 0) path[end++] = digits[--count];
    path[end] = '\0';
    int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int opened = open(path, flags);
    return opened >= 0 ? opened : open("/dev/tty", flags);
}

/* Signals */

static const int watched[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction watched_former[watched_count];
static int signal_pipe[2] = {-1, -1};

static void forward_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (signal_pipe[1] >= 0) {
        ssize_t ignored = write(signal_pipe[1], &byte, 1);
        (void)ignored; /* A full pipe holds more signals than anyone needs. */
    }
    errno = saved;
}

static void watch(int index) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = forward_signal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(watched[index], &action, NULL);
}

int cn_signals_start(void) {
    if (signal_pipe[0] >= 0) return signal_pipe[0];
    if (pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    for (int index = 0; index < watched_count; index++) {
        sigaction(watched[index], NULL, &watched_former[index]);
        watch(index);
    }
    return signal_pipe[0];
}

void cn_signals_stop(int terminal_is_lost) {
    if (signal_pipe[0] < 0) return;
    for (int index = 0; index < watched_count; index++) {
        /* The SIGHUP of a closed terminal may come after the end of its input: it must not cut short what the program
           still has to store. */
        if (terminal_is_lost && watched[index] == SIGHUP) continue;
        sigaction(watched[index], &watched_former[index], NULL);
    }
    /* The reader's end belongs to its event source; a signal on its way finds the pipe open for good. */
}

void cn_stop_process(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, NULL);
    kill(0, SIGTSTP);
    /* The signal may reach another thread after kill has returned: its default meaning stays until the resumption. */
}

void cn_stopped_before(void) {
    if (signal_pipe[0] < 0) return;
    for (int index = 0; index < watched_count; index++) {
        if (watched[index] == SIGTSTP) watch(index);
    }
}

/* Crash guard: only async-signal-safe calls below. */

/* What ends a process that does not expect it: faults first, then what another process may send. */
static const int fatal[] = {SIGSEGV, SIGILL,  SIGABRT, SIGBUS,    SIGFPE,  SIGQUIT, SIGTRAP,
                            SIGSYS,  SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGXFSZ};
enum { fatal_count = sizeof fatal / sizeof fatal[0] };
static struct sigaction fatal_former[fatal_count];
static volatile sig_atomic_t armed;
static int installed;
static int keeps_former;
static int guard_descriptor = -1;
static char guard_bytes[512];
static size_t guard_length;

static void give_back(void) {
    if (!armed) return;
    armed = 0;
    size_t done = 0;
    while (done < guard_length) {
        ssize_t count = write(guard_descriptor, guard_bytes + done, guard_length - done);
        if (count > 0) {
            done += (size_t)count;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN) {
            struct pollfd waiting = {guard_descriptor, POLLOUT, 0};
            if (poll(&waiting, 1, 100) <= 0) break;
        } else {
            break;
        }
    }
    cn_raw_leave();
}

static void crashed(int number) {
    give_back();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int index = 0; keeps_former && index < fatal_count; index++) {
        if (fatal[index] == number) action = fatal_former[index];
    }
    sigaction(number, &action, NULL);
    /* Delivered with that meaning as soon as this handler returns. */
    raise(number);
}

void cn_guard_arm(int descriptor, const char *restore, size_t length) {
    guard_descriptor = descriptor;
    guard_length = length < sizeof guard_bytes ? length : sizeof guard_bytes;
    memcpy(guard_bytes, restore, guard_length);
    if (!installed) {
        installed = 1;
        /* Swift's own reporter asks questions at the terminal and keeps the process, with its locks, for half a minute:
           only for those who asked for it. */
        keeps_former = getenv("SWIFT_BACKTRACE") != NULL;
        atexit(give_back);
        for (int index = 0; index < fatal_count; index++) {
            struct sigaction action;
            memset(&action, 0, sizeof action);
            action.sa_handler = crashed;
            action.sa_flags = SA_ONSTACK;
            sigaction(fatal[index], &action, &fatal_former[index]);
        }
    }
    armed = 1;
}

void cn_guard_disarm(void) { armed = 0; }

int cn_run(const char *const arguments[]) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    int failed = posix_spawnp(&child, arguments[0], &actions, NULL, (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed) return -1;
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
