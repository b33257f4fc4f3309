#!/usr/bin/env bash
# teleinfo-nom names IINST1, IINST2 and IINST3 among the labels of the historique TIC, and says of a frame whether its meter has three phases.
# One would guess that it reads the frame of a three-phase meter.
# It tries IINST before IINST1, takes the first five letters of IINST1 for it, and finds a 1 where a blank should be: the frame ends there.
# The currents, PAPP and all behind them are missing, the frame is "not valid", and its meter is called single-phase. A single-phase frame
# and the three phases of the standard mode are read as they should be.
# teleinfo-nom 0.3.1 (crates.io), run on 2026-12-01 on a frame built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cargo_packages teleinfo-nom@=0.3.1
cat >src/main.rs <<'RS'
use std::io::Cursor;
use teleinfo_nom::{get_message, TeleinfoMeterType};

fn read(groups: &[(&str, &str)]) -> (usize, Option<String>, bool, TeleinfoMeterType) {
    let lines: String = groups.iter().map(|(label, value)| {
        let sum: u32 = format!("{label} {value}").bytes().map(u32::from).sum();
        format!("\n{label} {value} {}\r", char::from(((sum & 0x3f) + 0x20) as u8))
    }).collect();
    let (_, message) = get_message(&mut Cursor::new(format!("\u{2}{lines}\u{3}").into_bytes()), String::new()).unwrap();
    let kept = groups.iter().filter(|(label, _)| message.get_value(label.to_string()).is_some()).count();
    // `valid` is not public.
    let valid = format!("{message:?}").contains("valid: true");
    (kept, message.get_value("PAPP".into()).map(|papp| papp.value.clone()), valid, message.get_meter_type())
}

fn main() {
    let head = [("ADCO", "041961123456"), ("OPTARIF", "BASE"), ("ISOUSC", "20"), ("BASE", "012345678"), ("PTEC", "TH..")];
    let tail = [("PAPP", "03450"), ("HHPHC", "A"), ("MOTDETAT", "000000")];
    let one = read(&[&head[..], &[("IINST", "015"), ("IMAX", "060")], &tail].concat());
    let phases = [("IINST1", "004"), ("IINST2", "005"), ("IINST3", "006"), ("IMAX1", "060"), ("IMAX2", "060"), ("IMAX3", "060"), ("PMAX", "08000")];
    let three = read(&[&head[..], &phases, &tail, &[("PPOT", "00")]].concat());
    println!("teleinfo-nom 0.3.1 (labels kept, PAPP, valid, meter): one phase, 10 labels: {one:?}, three phases, 16 labels: {three:?}");
    assert_eq!(one, (10, Some("03450".into()), true, TeleinfoMeterType::MonoPhase));
    assert_eq!(three, (5, None, false, TeleinfoMeterType::MonoPhase));
}
RS
cargo run --quiet
