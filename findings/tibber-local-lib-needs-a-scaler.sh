#!/usr/bin/env bash
# tibber-local-lib reads the meter behind a Tibber Pulse: the SML telegram, and from it the power and the counters, value times ten to the
# scaler. In SML the scaler of an entry is optional, and a meter that counts in whole watts need not send one.
# The library has a default of 0 for it, so one would guess that such a meter is read.
# The default is for a missing attribute; smllib gives a scaler of None, and ten to None is a TypeError: no power, no counter.
# tibber-local-lib 1.3.0 with smllib 1.7 (PyPI), run on 2026-12-01 on a telegram built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages tibber-local-lib==1.3.0 smllib==1.7
cat >check.py <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from smllib.crc import x25
import tibber_local_lib as lib

def entry(obis, unit, scaler, value):
    return b'\x77\x07' + bytes.fromhex(obis) + b'\x01\x01\x62' + bytes([unit]) + scaler + b'\x55' + value.to_bytes(4, 'big') + b'\x01'

def telegram(scaler):
    body = entry('0100100700ff', 27, scaler, 4210)
    body += bytes(-len(body) % 4)
    message = bytes.fromhex('1b1b1b1b01010101') + body + bytes.fromhex('1b1b1b1b1a00')
    return message + x25.get_crc(message).to_bytes(2, 'big')

def read(scaler):
    class Pulse(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(telegram(scaler))
        def log_message(self, *_):
            pass
    server = HTTPServer(('127.0.0.1', 0), Pulse)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        return lib.SMLDecoder(f'127.0.0.1:{server.server_port}', ('admin', 'x')).fetch_live_consumption()
    except Exception as error:
        return f'{type(error).__name__}: {error}'

got = {'scaler 0': read(b'\x52\x00'), 'scaler -1': read(b'\x52\xff'), 'no scaler': read(b'\x01')}
print('tibber-local-lib', version('tibber-local-lib'), '4210:', got)
assert got['scaler 0'] == 4210 and got['scaler -1'] == 421 and got['no scaler'].startswith('TypeError')
PY
python3 check.py
