"""python -c <this> SECONDS OPTION…: Home Assistant, its wall clock so far ahead. Its timers run as ever."""

import runpy
import sys
import time

import time_machine

ahead = int(sys.argv.pop(1))
time_machine.travel(time.time() + ahead, tick=True).start()
runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)
