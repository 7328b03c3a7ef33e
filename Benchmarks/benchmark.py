#!/usr/bin/env python3
"""Measures Magnus and prints one JSON document; called by Scripts/benchmark, which builds first.

What happens inside one process is measured by magnus-benchmark (rates, quotes, scan, key to screen, memory); what a
person at a terminal sees, and commands, are measured here on the release program. Progress goes to standard error.

"ratio" says how many times better than the peer: ours / peer for rates, medians of passes run in turn.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from pseudo_terminal import Terminal

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INSIDE = ["european_greeks", "implied_vol", "american_rms4", "american_rms5", "book_grid", "mc_terminal", "mc_path",
          "scan", "scan_wide", "quote_update", "key_to_screen", "bytes_cell", "memory", "ask"]
OUTSIDE = ["first_paint", "bytes_idle", "import_100k"]
# Section of the peers' document, and the names of the peers that do the same work at the same accuracy.
PEERS = {
    "european_greeks": ("a", "a_bsm_price_5greeks", lambda name: True),
    "implied_vol": ("b", "b_implied_vol", lambda name: True),
    "american_rms4": ("c", "c_american", lambda name: "qdfp_fast" in name),
    "american_rms5": ("c", "c_american", lambda name: "qdfp_accurate" in name),
    "book_grid": ("e", "e_scenario_grid", lambda name: "qdfp_fast" in name),
    "mc_terminal": ("d", "d_monte_carlo", lambda name: "1 step" in name),
    "mc_path": ("d", "d_monte_carlo", lambda name: "252 steps" in name),
}


def note(text):
    print("benchmark: " + text, file=sys.stderr, flush=True)


def result(name, value, unit, runs, threads=1, **details):
    return dict(id=name, value=value, unit=unit, threads=threads, runs=runs, **details)


class Magnus:
    """The release program with its own temporary home."""

    def __init__(self, program):
        self.program = program
        self.home = tempfile.mkdtemp(prefix="magnus-benchmark-")
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("MAGNUS_") and key not in ("NO_COLOR", "COLORTERM")}
        self.environment.update(TERM="xterm-256color", LANG="C.UTF-8", LC_ALL="C.UTF-8")

    def command(self, *arguments):
        done = subprocess.run([self.program, "--home", self.home, *arguments], env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise RuntimeError("%s: exit %d: %s" % (arguments[0], done.returncode, done.stderr.decode()[-400:]))
        return json.loads(done.stdout)

    def screen(self, *arguments):
        return Terminal([self.program, "--home", self.home, "--no-tour", *arguments], self.environment, 120, 36)

    def remove(self):
        shutil.rmtree(self.home, ignore_errors=True)


def fill_database(path, megabytes):
    """Years of journal and conversation, so that the file has the wanted size."""
    import random
    import sqlite3
    random.seed(1)
    words = "assignment expiry premium delta quote roll strike credit margin dividend earnings spread".split()
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode = DELETE")
    base.execute("PRAGMA synchronous = OFF")
    number = 0
    while os.path.getsize(path) < megabytes * 1_000_000:
        base.execute("BEGIN")
        for _ in range(20_000):
            number += 1
            text = " ".join(random.choices(words, k=150))
            moment = 1_600_000_000_000_000_000 + number * 1_000_000_000
            base.execute("INSERT INTO journalEvent (occurredAt, eventType, priority, data) VALUES (?, ?, ?, ?)",
                         (moment, "alert.raised", "medium", json.dumps({"alerts": str(number), "text": text})))
            if number % 4 == 0:
                base.execute("INSERT INTO mfa_conversations (id, session_id, message_type, content, created_at, updated_at)"
                             " VALUES (?, 'desk', 'user', ?, ?, ?)", ("old-%d" % number, text, moment, moment))
        base.execute("COMMIT")
    base.execute("PRAGMA journal_mode = WAL")
    base.close()
    return os.path.getsize(path) / 1e6


def paint_times(magnus, runs):
    frames, books = [], []
    for _ in range(runs):
        with magnus.screen() as terminal:
            frames.append(terminal.wait_for(b"Positions", 20) * 1000)
            books.append(terminal.wait_for(b"AAPL", 20) * 1000)
    return frames, books


def first_paint(options):
    small = Magnus(options.program)
    large = Magnus(options.program)
    try:
        for magnus in (small, large):
            magnus.command("positions", "--json")
        note("first_paint: making a database of %d MB" % options.megabytes)
        size = fill_database(os.path.join(large.home, "data", "magnus.db"), options.megabytes)
        paint_times(large, 1)
        frames, books = paint_times(large, options.runs)
        paint_times(small, 1)
        small_frames, small_books = paint_times(small, options.runs)
        return [result("first_paint", statistics.median(frames), "ms", len(frames), database_mb=size,
                       maximum=max(frames), book_ms=statistics.median(books), book_maximum_ms=max(books),
                       small_home_ms=statistics.median(small_frames),
                       small_home_book_ms=statistics.median(small_books))]
    finally:
        small.remove()
        large.remove()


def bytes_idle(options):
    magnus = Magnus(options.program)
    try:
        with magnus.screen("--freeze") as terminal:
            terminal.wait_for(b"AAPL", 20)
            settling = terminal.wait_quiet(8, 90)  # a notice is shown for six seconds
            note("bytes_idle: settled after %.1f s, watching for %d s" % (settling, options.idle_seconds))
            count = terminal.count(options.idle_seconds)
            return [result("bytes_idle", count, "bytes", 1, seconds=options.idle_seconds, settled_after_seconds=settling,
                           bytes_until_settled=terminal.total - count)]
    finally:
        magnus.remove()


def export(path, rows):
    """A tastytrade history, newest first: puts sold and bought back a day later."""
    names = [("AAPL", 260), ("KO", 75), ("MO", 57), ("AMD", 150), ("INTC", 39), ("F", 12), ("DIS", 110), ("PFE", 28)]
    lines = []
    for trip in range(rows // 2):
        name, strike = names[trip % len(names)]
        strike += trip // len(names) % 9
        day = trip * 700 // (rows // 2)
        opened = time.gmtime(1_514_905_200 + day * 86_400 + trip % 300 * 60)
        closed = time.gmtime(1_514_905_200 + (day + 1) * 86_400 + trip % 300 * 60)
        expiry = time.gmtime(1_514_905_200 + (day + 40) * 86_400)
        code = "%-6s%02d%02d%02dP%08d" % (name, expiry.tm_year % 100, expiry.tm_mon, expiry.tm_mday, strike * 1000)
        printed = "%d/%d/%02d" % (expiry.tm_mon, expiry.tm_mday, expiry.tm_year % 100)
        for moment, sub, action, verb, price, sign in (
                (opened, "Sell to Open", "SELL_TO_OPEN", "Sold", 246, 1),
                (closed, "Buy to Close", "BUY_TO_CLOSE", "Bought", 120, -1)):
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S+0000", moment)
            text = "%s 1 %s %02d/%02d/%02d Put %d.00 @ %.2f" % (
                verb, name, expiry.tm_mon, expiry.tm_mday, expiry.tm_year % 100, strike, price / 100)
            lines.append((stamp, "%s,Trade,%s,%s,%s,Equity Option,%s,%d.00,1,%d.00,-1.00,-0.15,100,%s,%s,%s,%d,PUT,%d,USD" % (
                stamp, sub, action, code, text, sign * price, price, name, name, printed, strike,
                100_000 + 2 * trip + (sign < 0))))
    lines.sort(key=lambda line: line[0], reverse=True)
    with open(path, "w") as file:
        file.write("Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
                   "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency\n")
        file.writelines(line + "\n" for _, line in lines)
    return len(lines)


def import_100k(options):
    folder = tempfile.mkdtemp(prefix="magnus-benchmark-")
    try:
        path = os.path.join(folder, "history.csv")
        rows = export(path, options.rows)
        seconds, again, report = [], None, None
        for _ in range(3):
            magnus = Magnus(options.program)
            try:
                start = time.monotonic()
                report = magnus.command("import", path, "--json")
                seconds.append(time.monotonic() - start)
                if again is None:
                    start = time.monotonic()
                    magnus.command("import", path, "--json")
                    again = time.monotonic() - start
            finally:
                magnus.remove()
        median = statistics.median(seconds)
        return [result("import_100k", median, "s", len(seconds), rows=rows, imported=report["totals"]["imported"],
                       skipped=report["totals"]["skipped"], rows_per_second=rows / median, second_import_seconds=again)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def inside(name, options):
    arguments = [options.inside, name]
    if name == "key_to_screen":
        arguments += ["--seconds", str(options.seconds)]
    elif name == "memory":
        arguments += ["--seconds", str(options.memory_seconds)]
    environment = dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8")
    done = subprocess.run(arguments, stdout=subprocess.PIPE, env=environment)
    if done.returncode != 0:
        raise RuntimeError("%s: magnus-benchmark failed with %d" % (name, done.returncode))
    return json.loads(done.stdout)


def peer_rates(name, options):
    """Rates of the strongest peer by number of threads, or why there are none."""
    section, key, matches = PEERS[name]
    command = [options.peers_python, options.peers_script, "--only", section] + (["--quick"] if options.quick else [])
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode().strip().splitlines()[-1])
    best = {}
    for row in json.loads(done.stdout)[key]:
        if matches(row["peer"]) and row["per_second"] > best.get(row["threads"], ("", 0))[1]:
            best[row["threads"]] = (row["peer"], row["per_second"])
    return best


def measure(name, options):
    if name not in INSIDE:
        return {"first_paint": first_paint, "bytes_idle": bytes_idle, "import_100k": import_100k}[name](options)
    passes, peers, problem = [], [], None
    is_compared = options.peers and name in PEERS
    for _ in range(options.rounds if is_compared else 1):
        passes.append(inside(name, options))
        if is_compared and problem is None:
            try:
                peers.append(peer_rates(name, options))
            except (RuntimeError, OSError, IndexError) as error:
                problem = str(error)
                note("%s: no peer: %s" % (name, problem))
    results = passes[0]
    for index, one in enumerate(results):
        one["value"] = statistics.median(each[index]["value"] for each in passes)
        one["runs"] = sum(each[index]["runs"] for each in passes)
        if "nanoseconds_each" in one:
            one["nanoseconds_each"] = 1e9 / one["value"]
        rates = [each[one["threads"]] for each in peers if one["threads"] in each]
        if rates and problem is None:
            one["peer"] = max(set(rate[0] for rate in rates), key=lambda who: sum(rate[0] == who for rate in rates))
            one["peer_value"] = statistics.median(rate[1] for rate in rates)
            one["ratio"] = one["value"] / one["peer_value"]
        elif problem:
            one["peer_problem"] = problem
    return results


class OtherLoad:
    """Cores that programs other than this one's children kept busy meanwhile, and those the host gave to others: a figure
    of a time-bound measurement holds only where the latter are near zero."""

    def __init__(self):
        self.before = self.read()

    @staticmethod
    def read():
        with open("/proc/stat") as file:
            ticks = [int(word) for word in file.readline().split()[1:9]]
        own = os.times()
        each = os.sysconf("SC_CLK_TCK")
        busy = (sum(ticks[:7]) - ticks[3] - ticks[4]) / each
        others = busy - own.user - own.system - own.children_user - own.children_system
        return time.monotonic(), others, ticks[7] / each

    def cores(self):
        then, *before = self.before
        now, *after = self.read()
        return [round(max(0.0, b - a) / max(0.01, now - then), 2) for a, b in zip(before, after)]


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return ""


def main():
    parser = argparse.ArgumentParser(description="Figures of Magnus as JSON.")
    parser.add_argument("ids", nargs="*", metavar="ID", help=", ".join(INSIDE + OUTSIDE))
    parser.add_argument("--peers", action="store_true", help="run the peer programs in turn")
    parser.add_argument("--peers-python", default=os.environ.get("MAGNUS_PEERS_PYTHON", sys.executable),
                        help="interpreter that has the peers' packages")
    parser.add_argument("--quick", action="store_true", help="peers at a tenth of their sizes")
    parser.add_argument("--rounds", type=int, default=3, help="passes in turn with the peers")
    parser.add_argument("--runs", type=int, default=15, help="starts of the program for first_paint")
    parser.add_argument("--seconds", type=float, default=30, help="load for key_to_screen")
    parser.add_argument("--memory-seconds", type=float, default=60, help="load for memory; 600 shows flatness")
    parser.add_argument("--idle-seconds", type=float, default=60, help="watching for bytes_idle")
    parser.add_argument("--megabytes", type=int, default=1000, help="database of first_paint")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the import")
    parser.add_argument("--no-build", action="store_true", help="use what is built")
    options = parser.parse_args()
    options.program = os.path.join(ROOT, ".build", "release", "magnus")
    options.inside = os.path.join(ROOT, ".build", "release", "magnus-benchmark")
    options.peers_script = os.path.join(os.environ.get("MAGNUS_SHARED", os.path.join(ROOT, "..", "shared")),
                                        "bench", "peers.py")
    unknown = [name for name in options.ids if name not in INSIDE + OUTSIDE]
    if unknown:
        parser.error("%s: no such id" % ", ".join(unknown))
    results, failures = [], 0
    for name in options.ids or INSIDE + OUTSIDE:
        note(name)
        load = OtherLoad()
        try:
            measured = measure(name, options)
        except Exception as error:  # one figure that fails leaves the others
            note("%s: %s" % (name, error))
            failures += 1
            continue
        for one in measured:
            for key in ("peer", "peer_value", "ratio"):
                one.setdefault(key, None)
            one["other_load_cores"], one["stolen_cores"] = load.cores()
        results += measured
    print(json.dumps(dict(machine=dict(cores=os.cpu_count(), cpu=processor()), results=results), indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
