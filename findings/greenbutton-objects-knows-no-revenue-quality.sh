#!/usr/bin/env bash
# Green Button (ESPI) says of a reading how good it is, by a number; the best, 19, is "revenue quality": fit to be billed.
# One would guess that a reader of Green Button files takes the readings that a bill is made of.
# greenbutton-objects has the numbers up to 18: one reading with 19 is a ValueError, and the whole file with all its other readings is not
# read. An estimated reading (8, 9) is.
# greenbutton-objects 2024.7.11 (PyPI), run on 2026-11-30 on a feed built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages greenbutton-objects==2024.7.11
cat >check.py <<'PY'
from importlib.metadata import version
from greenbutton_objects.parse import parse_feed

def entry(self_, related, content):
    links = f'<link rel="self" href="{self_}"/>' + ''.join(f'<link rel="related" href="{href}"/>' for href in related)
    return f'<entry>{links}<title>{self_}</title><content>{content}</content></entry>'

def reading(hour, quality):
    start = 1_764_460_800 + hour * 3600
    period = f'<timePeriod><duration>3600</duration><start>{start}</start></timePeriod>'
    return f'<IntervalReading><ReadingQuality><quality>{quality}</quality></ReadingQuality>{period}<value>500</value></IntervalReading>'

def read(*qualities):
    day = '<interval><duration>86400</duration><start>1764460800</start></interval>'
    readings = ''.join(reading(hour, quality) for hour, quality in enumerate(qualities))
    feed = ''.join([
        entry('up', ['mr'], '<UsagePoint xmlns="http://naesb.org/espi"><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint>'),
        entry('mr', ['rt', 'ib'], '<MeterReading xmlns="http://naesb.org/espi"/>'),
        entry('rt', [], '<ReadingType xmlns="http://naesb.org/espi"><powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType>'),
        entry('ib', [], f'<IntervalBlock xmlns="http://naesb.org/espi">{day}{readings}</IntervalBlock>'),
    ])
    with open('feed.xml', 'w') as file:
        file.write(f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}</feed>')
    try:
        return sum(found.value for point in parse_feed('feed.xml') for meter in point.meterReadings for found in meter.intervalReadings)
    except ValueError as error:
        return str(error)

got = {'verified, estimated, valid (18, 8, 0)': read(18, 8, 0), 'one of revenue quality (18, 19, 0)': read(18, 19, 0)}
print('greenbutton-objects', version('greenbutton-objects'), 'Wh:', got)
assert list(got.values()) == [1500, '19 is not a valid QualityOfReading'], got
PY
python3 check.py
