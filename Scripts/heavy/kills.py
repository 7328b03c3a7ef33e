"""kill -9 and interrupts at random moments: nothing acknowledged is lost."""
import json
import os
import signal
import sqlite3
import subprocess
import time

from .support import Failure, Screen, rows, sound


def kill_imports(run, generator, until):
    """kill -9 or SIGINT at a random moment of an import: all of it or nothing, and it can be repeated."""
    home, total, size = run.home("kill-import"), 0, 4000
    took = 1.0
    step = 0
    while time.monotonic() < until:
        step += 1
        path = os.path.join(run.folder, "part.csv")
        with open(path, "w") as file:
            file.write(rows(generator, size, first=step * size))
        process = subprocess.Popen([run.binary, "import", path, "--json", "--home", home], env=run.environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        sent = signal.SIGKILL if step % 3 else signal.SIGINT
        begun = time.monotonic()
        try:
            process.wait(timeout=generator.uniform(0, took * 1.1))
        except subprocess.TimeoutExpired:
            process.send_signal(sent)
            run.count("kill_import_" + ("kills" if sent == signal.SIGKILL else "interrupts"))
        out = process.communicate()[0]
        acknowledged = process.returncode == 0
        if acknowledged:
            took = time.monotonic() - begun
            run.count("kill_import_acknowledged")
        stored = sound(home).get("ledgerEvent", 0)
        if acknowledged and stored != total + size:
            raise Failure(f"acknowledged import lost rows: {stored} of {total + size}")
        if process.returncode == 130 and (stored != total or b"nothing was imported" not in out):
            raise Failure(f"cancelled, but {stored - total} rows are stored: {out[:200]!r}")
        if stored not in (total, total + size):
            raise Failure(f"half an import: {stored - total} of {size} rows")
        if acknowledged and json.loads(out)["totals"]["imported"] != size:
            raise Failure("the report does not count the rows")
        again = run.command(home, "import", path, "--json")
        if again.returncode != 0:
            raise Failure(f"import after a kill: exit {again.returncode}: {again.stderr[:200]!r}")
        totals = json.loads(again.stdout)["totals"]
        if totals["imported"] + totals["duplicate"] != size or (stored == total + size) != (totals["imported"] == 0):
            raise Failure(f"repeating counts {totals}")
        total += size
        if sound(home)["ledgerEvent"] != total:
            raise Failure("repeating did not complete the ledger")
        run.count("kill_import_rounds")
        if total >= 40_000:
            home, total = run.home("kill-import"), 0


def committed(home):
    path = os.path.join(home, "data", "magnus.db")
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
        try:
            ids = {}
            for table, key in (("mfa_alerts", "id"), ("mfa_conversations", "id"), ("ledgerEvent", "id"),
                               ("journalEvent", "sequence")):
                ids[table] = {row[0] for row in connection.execute(f"SELECT {key} FROM {table}")}
            return ids
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return None


def kill_engine(run, generator, until):
    """kill -9 while dashboard and engine write: what another process saw committed, or a command acknowledged, stays."""
    home, said = run.home("kill-engine"), 0
    while time.monotonic() < until:
        before = committed(home) or {}
        screen = Screen(run, home, "--speed", str(generator.choice([1, 60, 600])))
        try:
            screen.wait_painted()
            end = time.monotonic() + generator.uniform(0, 3)
            while time.monotonic() < end:
                screen.send(generator.choice([b"i" + f"is my put {said} safe?".encode() + b"\r\x1b", b"j", b"4", b"A", b"1"]))
                said += 1
                screen.read(0.05)
                seen = committed(home)
                if seen:
                    before = {table: before.get(table, set()) | seen[table] for table in seen}
            screen.process.kill()
            run.count("kill_engine_kills")
        finally:
            screen.end()
        sound(home)
        after = committed(home) or {}
        for table, ids in before.items():
            lost = ids - after.get(table, set())
            if lost:
                raise Failure(f"{len(lost)} committed rows of {table} are gone after kill -9: {sorted(lost)[:3]}")
        run.count("kill_engine_rows_checked", sum(len(ids) for ids in before.values()))
        # Commands: acknowledged by exit 0, killed at a random moment.
        question = f"how is position {said}?"
        process = subprocess.Popen([run.binary, "ask", question, "--json", "--home", home], env=run.environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.wait(timeout=generator.uniform(0.05, 2.0))
        except subprocess.TimeoutExpired:
            process.kill()
            run.count("kill_engine_command_kills")
        process.communicate()
        if process.returncode == 0:
            connection = sqlite3.connect(os.path.join(home, "data", "magnus.db"), timeout=30)
            kept = connection.execute("SELECT count(*) FROM mfa_conversations WHERE content = ?", (question,)).fetchone()[0]
            connection.close()
            if kept != 1:
                raise Failure(f"an answered question is kept {kept} times")
            run.count("kill_engine_commands_acknowledged")
        elif process.returncode not in (-signal.SIGKILL,):
            raise Failure(f"ask after a kill: exit {process.returncode}")
        sound(home)
