"""A program in a pseudo terminal, with the times and counts of what it writes."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    def __init__(self, command, environment, columns, rows):
        self.total = 0
        self.text = b""
        self.started = time.monotonic()
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            # Before the program can ask for it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            try:
                os.execve(command[0], command, environment)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def read(self, seconds):
        """Bytes that came within so many seconds; none when the time ran out."""
        ready, _, _ = select.select([self.descriptor], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.descriptor, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise RuntimeError("the program ended: %r" % self.text[-300:])
        self.total += len(data)
        return data

    def wait_for(self, text, limit):
        """Seconds from the start until a whole frame that holds the text has been read."""
        end = time.monotonic() + limit
        while True:
            at = self.text.find(text)
            if at >= 0 and self.text.find(b"\x1b[?2026l", at) >= 0:
                return time.monotonic() - self.started
            data = self.read(end - time.monotonic())
            if not data:
                raise RuntimeError("%r did not appear within %d s: %r" % (text, limit, self.text[-300:]))
            self.text += data

    def wait_quiet(self, quiet, limit):
        """Seconds since the start at which the program had written nothing for so long."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if not self.read(quiet):
                return time.monotonic() - self.started - quiet
        raise RuntimeError("the program did not become quiet within %d s" % limit)

    def count(self, seconds):
        """Bytes written within so many seconds."""
        before = self.total
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(end - time.monotonic())
        return self.total - before

    def close(self):
        os.kill(self.process, signal.SIGTERM)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            # What it writes on the way out has to go somewhere.
            try:
                self.read(0.02)
            except RuntimeError:
                pass
            if os.waitpid(self.process, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.descriptor)
