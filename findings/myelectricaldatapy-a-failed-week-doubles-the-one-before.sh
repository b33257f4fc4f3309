#!/usr/bin/env bash
# The load curve comes in pieces of seven days; myelectricaldatapy asks for them one after the other and joins them.
# One would guess that a piece that fails (quota, gateway down) is missing, or that the call fails.
# The piece before it is joined once more instead, and again for each piece that is not asked for any more: of three weeks whose third
# fails the second stands there twice, and where the second fails the first stands there four times. The sum of the energy is wrong and
# nothing is raised; the log has one line.
# myelectricaldatapy 2.2.7 against a session of the test, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages myelectricaldatapy==2.2.7
python3 - <<'PY' 2>/dev/null
import asyncio, json
from collections import Counter
from datetime import datetime
from aiohttp import web, ClientSession
import myelectricaldatapy.auth as auth
from myelectricaldatapy import Enedis

async def readings(fail_from):
    asked = []
    async def answer(request):
        start = request.path.split("/start/")[1].split("/")[0]
        asked.append(start)
        if len(asked) >= fail_from:
            return web.json_response({"detail": "Quota exceeded"}, status=409)
        return web.json_response({"meter_reading": {"interval_reading": [{"date": f"{start} 00:30:00", "value": "1000", "interval_length": "PT30M"}]}})
    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    auth.URL = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    async with ClientSession() as session:
        data = await Enedis("token", session).async_get_details_consumption("01234567890123", datetime(2026, 1, 1), datetime(2026, 1, 22))
    await runner.cleanup()
    return Counter(row["date"][:10] for row in data["meter_reading"]["interval_reading"]), asked

for fail_from in (4, 3, 2):
    count, asked = asyncio.run(readings(fail_from))
    print(f"{fail_from - 1} good weeks of three, calls: {asked}: each first reading is there so often:", dict(count))
    expected = {4: [1, 1, 1], 3: [1, 2], 2: [4]}[fail_from]
    assert sorted(count.values()) == sorted(expected), count
PY
