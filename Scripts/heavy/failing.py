"""The n-th call on a file fails, for every n: nothing acknowledged is lost, nothing is stored by half."""
import errno
import os
import shutil
import subprocess
import time

from .support import ROOT, Failure, judge_command, rows, sound

CAUSES = [("EIO", errno.EIO, 0), ("EIO from then on", errno.EIO, 1), ("full disk", errno.ENOSPC, 1)]


def shim(run):
    """Builds the library that makes calls fail. The compiler comes with Swift."""
    path = os.path.join(run.folder, "failing.so")
    source = os.path.join(ROOT, "Scripts", "heavy", "failing_calls.c")
    subprocess.run(["clang", "-O1", "-shared", "-fPIC", source, "-o", path, "-ldl"], check=True)
    return path


class Work:
    """A command that changes something, and how to see whether it did."""

    def __init__(self, name, arguments, prepare, state, repeatable=True, answers=False):
        self.name, self.arguments, self.prepare, self.state, self.repeatable = name, arguments, prepare, state, repeatable
        # Answers whatever the disk does, and says so when the answer could not be stored.
        self.answers = answers


def works(run, generator):
    path = os.path.join(run.folder, "failing.csv")
    with open(path, "w") as file:
        file.write(rows(generator, 30))

    def nothing(home):
        run.command(home, "positions")

    def imported(home):
        run.command(home, "import", path)

    def alerted(home):
        run.command(home, "monitor", "run", "all")

    def emptied(home):
        imported(home)
        run.command(home, "db", "backup")
        run.command(home, "accounts", "remove", "tastytrade")

    def restored(home):
        # Whatever opens the home for writing finishes a restore that was decided.
        run.command(home, "db", "migrate")
        return ledger(home)

    def ledger(home):
        return sound(home).get("ledgerEvent", 0)

    def setting(home):
        answer = run.command(home, "config", "show", "--json")
        if answer.returncode != 0:
            raise Failure(f"config show: exit {answer.returncode}: {answer.stdout[:300]!r}")
        return b"nord" in answer.stdout

    def conversations(home):
        return sound(home).get("mfa_conversations", 0)

    def alerts(home):
        return sound(home).get("mfa_alerts", 0)

    def copies(home):
        folder = os.path.join(home, "data", "backups")
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        for name in names:
            if name.endswith(".db"):
                sound_file(os.path.join(folder, name))
        return len([name for name in names if name.endswith(".db")])

    def sound_file(file):
        answer = subprocess.run([run.binary, "db", "check", "--json", "--home", os.path.dirname(os.path.dirname(
            os.path.dirname(file)))], env=run.environment, capture_output=True, timeout=60)
        if answer.returncode != 0:
            raise Failure(f"db check: {answer.stdout[:300]!r}")

    return [
        Work("first start", ["positions"], lambda home: None, ledger),
        Work("import", ["import", path, "--json"], nothing, ledger),
        Work("import again", ["import", path, "--json"], imported, ledger),
        Work("backup", ["db", "backup", "--json"], imported, copies, repeatable=False),
        Work("restore", ["db", "restore", "--json"], emptied, restored),
        Work("setting", ["config", "set", "screen.theme", "nord"], nothing, setting),
        Work("question", ["ask", "what is my delta?", "--json"], nothing, conversations, repeatable=False, answers=True),
        Work("alerts", ["alerts", "--json"], nothing, alerts, answers=True),
        Work("monitors", ["monitor", "run", "all", "--json"], nothing, alerts),
        Work("remove account", ["accounts", "remove", "tastytrade"], imported, ledger),
    ]


def copied(run, template):
    home = run.home("failing")
    shutil.rmtree(home)
    shutil.copytree(template, home)
    return home


def struck(run, library, work, home, number, cause):
    counted = os.path.join(run.folder, "failing.count")
    environment = dict(run.environment, LD_PRELOAD=library, MAGNUS_FAIL_UNDER=home, MAGNUS_FAIL_AT=str(number),
                       MAGNUS_FAIL_ERRNO=str(cause[1]), MAGNUS_FAIL_ALWAYS=str(cause[2]), MAGNUS_FAIL_COUNT=counted)
    answer = subprocess.run([run.binary, *work.arguments, "--home", home], env=environment, cwd=run.folder,
                            stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    with open(counted) as file:
        return answer, int(file.read() or 0)


def failing_calls(run, generator, until):
    """Every command that writes, with its n-th call on a file failing once, for good, or on a full disk."""
    library = shim(run)
    tasks = works(run, generator)
    plan = []
    for work in tasks:
        template = run.home("failing-" + work.name.replace(" ", "-"))
        work.prepare(template)
        work.template, work.before = template, work.state(template)
        home = copied(run, template)
        answer, calls = struck(run, library, work, home, 0, CAUSES[0])
        if answer.returncode != 0:
            raise Failure(f"{work.name} fails by itself: exit {answer.returncode}: {answer.stderr[:300]!r}")
        work.after = work.state(home)
        run.counts["failing_calls_of_" + work.name.replace(" ", "_")] = calls
        plan += [(work, number, cause) for number in range(1, calls + 1) for cause in CAUSES]
    generator.shuffle(plan)
    run.counts["failing_calls_planned"] = len(plan)
    for work, number, cause in plan:
        if time.monotonic() >= until:
            break
        place = f"{work.name}, call {number}, {cause[0]}"
        home = copied(run, work.template)
        try:
            answer, _ = struck(run, library, work, home, number, cause)
            judge_command(run, "failing_calls " + place, answer, None, (0, 1, 2, 3, 4), False)
            told = answer.stderr + answer.stdout
            if answer.returncode != 0 and not told.strip():
                raise Failure("failed without a word")
            state = work.state(home)
            told_unstored = work.answers and b"not stored" in answer.stderr and answer.stdout.strip()
            if answer.returncode == 0 and state != work.after and not told_unstored:
                raise Failure(f"said done, but {state!r} instead of {work.after!r}: {told[:200]!r}")
            if state not in (work.before, work.after):
                raise Failure(f"half done: {state!r}, between {work.before!r} and {work.after!r}")
            run.count("failing_calls_refused" if answer.returncode else "failing_calls_survived")
            again = run.command(home, *work.arguments)
            # What was done in spite of the error is not there to be removed again.
            if again.returncode != 0 and not (state == work.after and work.name == "remove account"):
                raise Failure(f"does not work afterwards: exit {again.returncode}: {again.stderr[:300]!r}{again.stdout[:300]!r}")
            if work.repeatable and work.state(home) != work.after:
                raise Failure(f"repeating gives {work.state(home)!r} instead of {work.after!r}")
        except (Failure, subprocess.TimeoutExpired, ValueError) as failure:
            run.fail("failing_calls", f"{place}: {failure}")
        run.count("failing_calls_runs")
