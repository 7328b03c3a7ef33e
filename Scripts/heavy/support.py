"""What the parts share: the program, its folders, a terminal, synthetic exports, what a sound database is."""
import fcntl
import json
import os
import pty
import select
import shutil
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADER = ("Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
          "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency")
HOSTILE = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"=cmd()",
           b"\x1b]52;c;eA==\x07", b"\x1b[2J", b"\x9b31m", b"\xe2\x80\xae", b"--", b"-0", b"1e308", b"NaN", b"(1,234.50)",
           b"9223372036854775807", b"99999999999999999999", b"0001-01-01T00:00:00Z", b"[[[", b"[.]", b"]", b"=", b"'''",
           b'"""', b"\\u0000", b"{", b"}", b"#", b"a.b.c = 1\n", b"inf", b"0x", b"\xf0\x9f\x98\x80" * 3]


class Failure(Exception):
    pass


class Run:
    """What all parts share: the program, the folder, the counts and what went wrong."""

    def __init__(self, binary, folder, seed):
        self.binary, self.folder, self.seed = binary, folder, seed
        self.counts, self.failures, self.lock = {}, [], threading.Lock()
        self.environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "TERM": "xterm-256color",
                            "LC_ALL": "C.UTF-8", "MAGNUS_SHARE": ROOT, "SWIFT_BACKTRACE": "enable=no"}

    def count(self, name, number=1):
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + number

    def peak(self, name, number):
        with self.lock:
            self.counts[name] = max(self.counts.get(name, number), number)

    def fail(self, part, words, sample=None):
        with self.lock:
            entry = {"part": part, "what": words}
            if sample is not None:
                kept = os.path.join(self.folder, f"failure-{len(self.failures)}")
                with open(kept, "wb") as file:
                    file.write(sample)
                entry["sample"] = kept
            self.failures.append(entry)
        print(f"FAILED {part}: {words}", file=sys.stderr, flush=True)

    def home(self, name):
        path = os.path.join(self.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(os.path.join(path, "config"), mode=0o700)
        return path

    def command(self, home, *arguments, limit=60):
        return subprocess.run([self.binary, *arguments, "--home", home], env=self.environment, cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=limit)


def rows(generator, count, first=0):
    """Synthetic transactions in the layout of 2024: sales of puts on a few tickers and cash now and then."""
    lines = [HEADER]
    for number in range(first, first + count):
        second = number % 60
        stamp = f"20{20 + number // 200_000 % 5:02d}-{1 + number // 17 % 12:02d}-{1 + number // 5 % 28:02d}"
        stamp += f"T{15 + number % 5:02d}:{number // 60 % 60:02d}:{second:02d}+0000"
        if number % 11 == 0:
            lines.append(f"{stamp},Money Movement,Deposit,,,,Wire Funds Received {number},{number % 900}.25,0,,--,0.00,,,,,,,,USD")
            continue
        strike, ticker = 10 + number % 90, generator.choice(["KO", "F", "PLTR", "AAL"])
        cents = 10 + number % 300
        lines.append(
            f"{stamp},Trade,Sell to Open,SELL_TO_OPEN,{ticker:<6}280121P{strike:05d}000,Equity Option,Sold 1 {ticker} "
            f"01/21/28 Put {strike}.00 @ {cents / 100:.2f},{cents}.00,1,{cents}.00,-1.00,-0.14,100,{ticker},{ticker},"
            f"1/21/28,{strike},PUT,{1000 + number},USD")
    return "\n".join(lines) + "\n"


def sound(home):
    """Opens the database as another program would and checks it whole. Returns rows by table."""
    path = os.path.join(home, "data", "magnus.db")
    if not os.path.exists(path):
        return {}
    connection = sqlite3.connect(path, timeout=30)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            raise Failure(f"integrity_check: {answer}")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise Failure("foreign_key_check found a dangling row")
        tables = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
    finally:
        connection.close()


class Screen:
    """The dashboard in a terminal of its own."""

    def __init__(self, run, home, *arguments, size=(36, 120)):
        self.process, self.output = None, bytearray()
        master, slave = pty.openpty()
        self.resize_file(slave, *size)
        self.process = subprocess.Popen([run.binary, "--home", home, "--no-tour", *arguments], env=run.environment,
                                        stdin=slave, stdout=slave, stderr=slave, start_new_session=True, close_fds=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)
        self.master, self.bytes_read = master, 0

    @staticmethod
    def resize_file(file, height, width):
        fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def resize(self, height, width):
        self.resize_file(self.master, height, width)

    def read(self, seconds):
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            ready = select.select([self.master], [], [], max(0, left))[0]
            if not ready:
                return True
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                return False
            if not piece:
                return False
            self.bytes_read += len(piece)
            self.output += piece
            del self.output[:-200_000]

    def wait_painted(self, seconds=20):
        # The last modes are set with the first frame, however small it is.
        end = time.monotonic() + seconds
        while time.monotonic() < end and b"\x1b[?2004h" not in self.output:
            if not self.read(0.05):
                break
        if b"\x1b[?2004h" not in self.output:
            raise Failure(f"nothing painted; exit {self.process.poll()}: {bytes(self.output[-300:])!r}")

    def send(self, data):
        try:
            os.write(self.master, data)
        except OSError:
            pass

    def hang_up(self, limit=8.0):
        """Closes the terminal; returns the seconds until the process is gone."""
        begun = time.monotonic()
        os.close(self.master)
        try:
            self.process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure(f"still running {limit} s after its terminal was closed")
        return time.monotonic() - begun

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        try:
            os.close(self.master)
        except OSError:
            pass


def mutated(generator, data):
    data = bytearray(data)
    for _ in range(generator.randint(1, 6)):
        place = generator.randrange(len(data) + 1)
        kind = generator.randrange(5)
        if kind == 0:
            data[place:place] = generator.choice(HOSTILE)
        elif kind == 1:
            data[place:place + generator.randint(1, 40)] = generator.choice(HOSTILE)
        elif kind == 2:
            del data[place:place + generator.randint(1, 200)]
        elif kind == 3 and place < len(data):
            data[place] ^= 1 << generator.randrange(8)
        else:
            end = min(len(data), place + generator.randint(1, 300))
            data[place:place] = data[place:end] * generator.randint(1, 3)
    return bytes(data)


def harmless(data):
    """No escape, no other control byte but line ends and tabs, in what a command prints."""
    return not any(byte < 0x20 and byte not in (9, 10, 13) or byte == 0x7F for byte in data)


def judge_command(run, part, answer, sample, codes, is_json):
    if answer.returncode < 0:
        run.fail(part, f"died of signal {-answer.returncode}", sample)
    elif answer.returncode not in codes:
        run.fail(part, f"exit {answer.returncode}: {answer.stderr[:200]!r}", sample)
    elif not harmless(answer.stdout) or not harmless(answer.stderr):
        run.fail(part, "control bytes in the output", sample)
    elif is_json:
        try:
            return json.loads(answer.stdout)
        except ValueError:
            run.fail(part, f"no JSON: {answer.stdout[:200]!r}", sample)
    return None


def shipped(*parts):
    folder = os.path.join(ROOT, *parts)
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb") as file:
                found.append(file.read())
    return found
