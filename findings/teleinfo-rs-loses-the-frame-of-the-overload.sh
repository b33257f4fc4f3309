#!/usr/bin/env bash
# The crate teleinfo reads the historique TIC of a meter. A meter beyond its subscribed current adds the line ADPS; one on the tariff Base has
# BASE instead of HCHC and HCHP. One would guess that a label which a program does not know is left out, and the others are read.
# Eleven labels of a single-phase meter on off-peak hours are known; any other is an error, and the frame is lost: all frames of the overload,
# which is when the current matters, and every frame of a meter on Base, Tempo or EJP.
# teleinfo 1.0.0 (crates.io), run on 2026-12-01 on frames built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cargo_packages teleinfo@=1.0.0
cat >src/main.rs <<'RS'
fn read(groups: &[(&str, &str)]) -> String {
    // As read_frame() gives it: lines without STX, ETX and CR.
    let frame: String = groups.iter().map(|(label, value)| {
        let sum: u32 = format!("{label} {value}").bytes().map(u32::from).sum();
        format!("{label} {value} {}\n", char::from(((sum & 0x3f) + 0x20) as u8))
    }).collect();
    match teleinfo::Parser::new().parse(frame) {
        Ok(data) => format!("{data:?}").split(", ").filter(|field| field.starts_with("iinst") || field.starts_with("papp")).collect::<Vec<_>>().join(", "),
        Err(error) => error.to_string(),
    }
}

fn main() {
    let tail = [("IMAX", "060"), ("HHPHC", "A"), ("MOTDETAT", "000000")];
    let off_peak = [("ADCO", "041961123456"), ("OPTARIF", "HC.."), ("ISOUSC", "45"), ("HCHC", "012345678"), ("HCHP", "012345678"), ("PTEC", "HP..")];
    let base = [("ADCO", "041961123456"), ("OPTARIF", "BASE"), ("ISOUSC", "45"), ("BASE", "012345678"), ("PTEC", "TH..")];
    let got = [
        read(&[&off_peak[..], &[("IINST", "044"), ("PAPP", "10120")], &tail].concat()),
        read(&[&off_peak[..], &[("IINST", "046"), ("ADPS", "046"), ("PAPP", "10580")], &tail].concat()),
        read(&[&base[..], &[("IINST", "044"), ("PAPP", "10120")], &tail].concat()),
    ];
    println!("teleinfo 1.0.0, 44 A of 45, 46 A of 45, Base: {got:?}");
    assert_eq!(got, ["iinst: 44, papp: 10120", "Invalid field: adps", "Invalid field: base"]);
}
RS
cargo run --quiet
