# Meters' lines made of pseudo-terminals, whose other end is written here with nothing between: bytes come as a wire lets them
# through. In: one line of JSON (lines: link, baud, parts as base64; ms: length of a slice; warm: so many parts come faster),
# then an empty line to begin. Out: "ready", and at the end for each line the moments at which the last byte of each part was about to be written (CLOCK_MONOTONIC, ns).
import base64
import heapq
import json
import os
import pty
import sys
import time
import tty

BITS = 10  # start, seven of data, parity, stop
GAP = 0.02
FASTER = 50


class Line:
    def __init__(self, link, baud, parts, warm):
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        os.symlink(os.ttyname(self.slave), link)
        self.baud = baud
        self.warm = warm
        self.parts = [base64.b64decode(part) for part in parts]
        self.stamps = []
        self.part = self.sent = 0

    def begin(self, at):
        self.began = at

    def write(self, slice_seconds):
        """Sends what is due; says when to be called again, or None at the end."""
        if self.part == len(self.parts):
            return None
        part = self.parts[self.part]
        per_second = self.baud / BITS * (FASTER if self.part < self.warm else 1)
        now = time.monotonic()
        due = min(len(part), int((now - self.began) * per_second) + 1)
        if due > self.sent:
            stamp = time.monotonic_ns()
            os.write(self.master, part[self.sent : due])
            self.sent = due
            if due == len(part):
                self.stamps.append(stamp)
                self.part += 1
                self.sent = 0
                self.began = now + (GAP if part.endswith(b"\x03") else 0)
                return self.began
        rest = self.began + (len(part) - 1) / per_second
        return min(now + slice_seconds, max(rest, now + 0.0005))


def main():
    asked = json.loads(sys.stdin.readline())
    lines = [Line(line["link"], line["baud"], line["parts"], asked["warm"]) for line in asked["lines"]]
    print("ready", flush=True)
    sys.stdin.readline()
    seconds = asked["ms"] / 1000
    start = time.monotonic()
    due = []
    for i, line in enumerate(lines):
        # Readers are not woken in the same moment.
        line.begin(start + i * seconds / len(lines))
        heapq.heappush(due, (line.began, i))
    while due:
        at, i = heapq.heappop(due)
        time.sleep(max(0, at - time.monotonic()))
        again = lines[i].write(seconds)
        if again is not None:
            heapq.heappush(due, (again, i))
    time.sleep(0.3)
    print(json.dumps([line.stamps for line in lines]), flush=True)
    sys.stdin.readline()


main()
