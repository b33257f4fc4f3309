#!/usr/bin/env bash
# teleinfo-nom says which indexes a contract is billed by (get_billing_indices) and which one counts now (get_current_index), to be asked for
# with get_values and get_value. One would guess that names from the library are names that the library knows.
# On an EJP contract the peak index of the meter is EJPHPM. The frame is read and EJPHPM is in it, but both functions say EJPPM, which no
# meter sends: the energy of the 22 peak days is None, on the days themselves the running index is None too.
# teleinfo-nom 0.3.1 (crates.io), run on 2026-12-01 on a frame built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cargo_packages teleinfo-nom@=0.3.1
cat >src/main.rs <<'RS'
use std::io::Cursor;

fn main() {
    let groups = [
        ("ADCO", "041961123456"), ("OPTARIF", "EJP."), ("ISOUSC", "45"), ("EJPHN", "012345678"), ("EJPHPM", "000456789"), ("PTEC", "PM.."),
        ("IINST", "004"), ("IMAX", "060"), ("PAPP", "00950"), ("HHPHC", "A"), ("MOTDETAT", "000000"),
    ];
    let lines: String = groups.iter().map(|(label, value)| {
        let sum: u32 = format!("{label} {value}").bytes().map(u32::from).sum();
        format!("\n{label} {value} {}\r", char::from(((sum & 0x3f) + 0x20) as u8))
    }).collect();
    let (_, message) = teleinfo_nom::get_message(&mut Cursor::new(format!("\u{2}{lines}\u{3}").into_bytes()), String::new()).unwrap();
    let billed = message.get_values(message.get_billing_indices());
    let now = message.get_current_index();
    let sent = message.get_value("EJPHPM".into()).map(|peak| peak.value.clone());
    println!("teleinfo-nom 0.3.1, billed: {billed:?}, now: {now} = {:?}, EJPHPM = {sent:?}", message.get_value(now.clone()));
    assert_eq!(billed, [("EJPHN".to_string(), Some("012345678".to_string())), ("EJPPM".to_string(), None)]);
    assert_eq!((now.as_str(), message.get_value(now.clone()), sent.as_deref()), ("EJPPM", None, Some("000456789")));
}
RS
cargo run --quiet
