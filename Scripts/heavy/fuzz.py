"""Broken files, texts and keys."""
import os
import subprocess
import time

from .support import Failure, Screen, judge_command, mutated, rows, shipped, sound


def fuzz_imports(run, generator, until):
    """Broken exports: a file cut at every byte, then random damage."""
    home = run.home("fuzz-import")
    path = os.path.join(run.folder, "fuzz.csv")
    whole = rows(generator, 4).encode()
    cuts = list(range(len(whole)))
    generator.shuffle(cuts)
    larger = rows(generator, 40).encode()
    while time.monotonic() < until:
        if cuts and generator.random() < 0.6:
            sample = whole[:cuts.pop()]
            run.count("fuzz_import_truncations")
        else:
            sample = mutated(generator, larger)
            run.count("fuzz_import_mutations")
        with open(path, "wb") as file:
            file.write(sample)
        try:
            answer = run.command(home, "import", path, "--dry-run", "--json", limit=20)
        except subprocess.TimeoutExpired:
            run.fail("fuzz_import", "no end within 20 s", sample)
            continue
        report = judge_command(run, "fuzz_import", answer, sample, (0, 1), True)
        if report and answer.returncode == 0:
            totals = report["totals"]
            if totals["read"] != totals["imported"] + totals["duplicate"] + totals["skipped"]:
                run.fail("fuzz_import", f"rows not accounted for: {totals}", sample)


def fuzz_texts(run, generator, until):
    """Damaged configuration, themes and keymaps: refused with a place, never a crash."""
    home = run.home("fuzz-texts")
    os.makedirs(os.path.join(home, "config", "themes"))
    os.makedirs(os.path.join(home, "config", "keymaps"))
    configuration = (b'account = "paper"\n[screen]\ntheme = "nord" # mine\nmouse = true\n[scan]\ninterval_minutes = 5\n'
                     b'[lists]\nown = ["KO", "F"]\n')
    kinds = [("config.toml", [configuration], ["config", "show", "--json"]),
             ("themes/x.toml", shipped("Themes"), ["theme", "check", os.path.join(home, "config/themes/x.toml")]),
             ("keymaps/x.toml", shipped("Keymaps"), ["keymap", "check", os.path.join(home, "config/keymaps/x.toml")])]
    while time.monotonic() < until:
        name, texts, arguments = generator.choice(kinds)
        sample = mutated(generator, generator.choice(texts))
        path = os.path.join(home, "config", name)
        with open(path, "wb") as file:
            file.write(sample)
        try:
            answer = run.command(home, *arguments, limit=20)
            judge_command(run, "fuzz_" + name.split("/")[0], answer, sample, (0, 1, 2), False)
        except subprocess.TimeoutExpired:
            run.fail("fuzz_" + name.split("/")[0], "no end within 20 s", sample)
        run.count("fuzz_" + name.split("/")[0].split(".")[0])
        os.remove(path)


def fuzz_keys(run, generator, until):
    """Random bytes and sizes at the terminal: the dashboard lives, ends on hang-up at once, restores on SIGTERM."""
    home = run.home("fuzz-keys")
    pieces = [b"\x1b", b"\x1b[", b"\x1b[A", b"\x1b[<0;5;5M", b"\x1b[<64;9999;9999M", b"\x1b[200~", b"\x1b[201~", b"\x1bOP",
              b"\x1b]52;c;", b"\x9b", b"\xff", b"\xf0\x9f", b"\x00", b"\t", b"\r", b"\x7f", b":", b"/", b"i", b"?", b"z",
              b"1", b"5", b"j", b"k", b"x", b"$", b"W", b"u", b"o", b"<", b"\x0c", b"\x12", b"9" * 50]
    while time.monotonic() < until:
        screen = Screen(run, home, size=(generator.randint(5, 60), generator.randint(20, 200)))
        sent = bytearray()
        try:
            screen.wait_painted()
            end = time.monotonic() + generator.uniform(1, 5)
            while time.monotonic() < end:
                piece = generator.choice(pieces) if generator.random() < 0.7 else generator.randbytes(generator.randint(1, 12))
                # What ends or stops the program on purpose is left out.
                piece = piece.replace(b"q", b"").replace(b"Q", b"").replace(b"\x03", b"").replace(b"\x1a", b"").replace(b"\x1c", b"")
                sent += piece
                screen.send(piece)
                run.count("fuzz_keys_bytes", len(piece))
                if generator.random() < 0.3:
                    screen.resize(generator.randint(1, 90), generator.randint(1, 300))
                    run.count("fuzz_keys_resizes")
                screen.read(0.005)
            screen.read(0.3)
            code = screen.process.poll()
            if code is not None and code != 0:
                run.fail("fuzz_keys", f"ended with {code}: {bytes(screen.output[-400:])!r}", bytes(sent))
            elif code is None and generator.random() < 0.5:
                run.peak("fuzz_keys_hang_up_ms", round(screen.hang_up() * 1000))
                run.count("fuzz_keys_hang_ups")
            elif code is None:
                # The limit leaves room for a busy machine; the longest time is among the counts.
                begun = time.monotonic()
                screen.process.terminate()
                while screen.process.poll() is None and time.monotonic() - begun < 8:
                    screen.read(0.01)
                run.peak("fuzz_keys_termination_ms", round((time.monotonic() - begun) * 1000))
                screen.read(0.05)
                if screen.process.poll() is None:
                    run.fail("fuzz_keys", "SIGTERM did not end it within 8 s", bytes(sent))
                elif b"\x1b[?1049l" not in screen.output or b"\x1b[?25h" not in screen.output:
                    run.fail("fuzz_keys", "terminal not restored after SIGTERM", bytes(sent))
                run.count("fuzz_keys_terminations")
        except Failure as failure:
            run.fail("fuzz_keys", str(failure), bytes(sent))
        finally:
            screen.end()
        try:
            sound(home)
        except Failure as failure:
            run.fail("fuzz_keys", str(failure), bytes(sent))
        run.count("fuzz_keys_sessions")
