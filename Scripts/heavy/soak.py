"""One dashboard all the while."""
import os
import resource
import time

from .support import Failure, Screen


def soak(run, generator, until):
    """One dashboard all the while: memory and open files stay flat."""
    screen = Screen(run, run.home("soak"))
    samples = []
    begun = time.monotonic()
    try:
        screen.wait_painted()
        while time.monotonic() < until:
            screen.send(generator.choice([b"j", b"k", b"\t", b"1", b"2", b"4", b"5", b"x\x1b", b"s"]))
            if not screen.read(1.0) or screen.process.poll() is not None:
                raise Failure(f"the dashboard ended: {screen.process.poll()}")
            base = f"/proc/{screen.process.pid}"
            with open(base + "/statm") as file:
                resident = int(file.read().split()[1]) * resource.getpagesize() / 1e6
            samples.append((time.monotonic() - begun, resident, len(os.listdir(base + "/fd"))))
        run.peak("soak_hang_up_ms", round(screen.hang_up() * 1000))
    finally:
        screen.end()
    run.counts["soak_seconds"] = round(samples[-1][0]) if samples else 0
    run.counts["soak_samples"] = len(samples)
    # The first part warms caches, histories and the assistant up.
    warm = [sample for sample in samples if sample[0] > 0.4 * samples[-1][0]]
    if len(warm) < 20:
        return
    third = len(warm) // 3
    first = sum(sample[1] for sample in warm[:third]) / third
    last = sum(sample[1] for sample in warm[-third:]) / third
    run.counts.update(soak_rss_mb_first=round(first, 1), soak_rss_mb_last=round(last, 1),
                      soak_rss_mb_most=round(max(sample[1] for sample in samples), 1),
                      soak_files_first=warm[0][2], soak_files_last=warm[-1][2], soak_bytes=screen.bytes_read)
    if last > first * 1.05 + 4:
        raise Failure(f"memory grows: {first:.1f} MB, then {last:.1f} MB")
    if warm[-1][2] > warm[0][2] + 2:
        raise Failure(f"open files grow: {warm[0][2]}, then {warm[-1][2]}")
