#!/usr/bin/env bash
# bgetech-modbus reads the DS100 meter: the currents of three phases, each in two registers, of which L1 is at 0x0410 and L2 at 0x0412.
# One would guess that L3 is read at 0x0414.
# Its table says 0x0413: the second half of L2 and the first half of L3. With 1.5, 2.5 and 3.5 A in the meter, L3 is 163840 A: the low word
# of the neighbour times 65536. Where L2 is 0, so is L3, whatever flows. Voltages and powers have the right steps.
# bgetech-modbus 0.1.0b8 with pymodbus 3.11.4 (PyPI), run on 2026-12-01 against a Modbus server of this script.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages bgetech-modbus==0.1.0b8 pymodbus==3.11.4
cat >check.py <<'PY'
import asyncio
import struct
from importlib.metadata import version
from bgetech_modbus.client import BGEtechClient
from bgetech_modbus.devices.ds100 import DS100

async def read(*amperes):
    words = dict(enumerate(struct.unpack('>6H', struct.pack('>3i', *(round(ampere * 1000) for ampere in amperes))), 0x0410))

    async def answer(reader, writer):
        while head := await reader.read(12):
            transaction, unit, function, address, count = struct.unpack('>H4xBBHH', head)
            body = struct.pack(f'>BBB{count}H', unit, function, 2 * count, *(words.get(at, 0) for at in range(address, address + count)))
            writer.write(struct.pack('>HHH', transaction, 0, len(body)) + body)
        writer.close()

    server = await asyncio.start_server(answer, '127.0.0.1', 0)
    client = BGEtechClient('127.0.0.1', server.sockets[0].getsockname()[1])
    registers = await client.read_data([DS100.current_l1, DS100.current_l2, DS100.current_l3])
    client.close()
    server.close()
    await asyncio.sleep(0.2)
    return {register.name[-2:]: round(register.value, 3) for register in registers}

got = {amperes: asyncio.run(read(*amperes)) for amperes in ((1.5, 2.5, 3.5), (1.5, 0, 3.5))}
print('bgetech-modbus', version('bgetech-modbus'), got)
assert list(got.values()) == [{'L1': 1.5, 'L2': 2.5, 'L3': 163840}, {'L1': 1.5, 'L2': 0, 'L3': 0}]
PY
python3 check.py
