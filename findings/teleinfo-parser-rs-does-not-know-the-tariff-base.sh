#!/usr/bin/env bash
# The crate teleinfo-parser has a value for the tariff option of a meter: Base, HC, EJP or UNKNOWN. One would guess that the meter of the
# plain tariff, OPTARIF BASE in the specification and on the wire, is OptionTarifaire::Base.
# It waits for the word "Base", which no meter sends: BASE is UNKNOWN("BASE"), so a `match` never comes to its arm for the commonest tariff.
# HC.. and EJP. are recognized.
# teleinfo-parser 0.5.0 (crates.io), run on 2026-12-01 on frames built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cargo_packages teleinfo-parser@=0.5.0
cat >src/main.rs <<'RS'
use std::io::Cursor;
use teleinfo_parser::frame::{Frame, Tag};

fn option(value: &str) -> String {
    let sum: u32 = format!("OPTARIF {value}").bytes().map(u32::from).sum();
    let frame = format!("\u{2}\nOPTARIF {value} {}\r\u{3}", char::from(((sum & 0x3f) + 0x20) as u8));
    match &Frame::next_frame(&mut Cursor::new(frame.into_bytes())).unwrap().tags[..] {
        [Tag::OPTARIF(option)] => format!("{option:?}"),
        tags => format!("{tags:?}"),
    }
}

fn main() {
    let got = ["BASE", "HC..", "EJP."].map(option);
    println!("teleinfo-parser 0.5.0, BASE, HC.., EJP.: {got:?}");
    assert_eq!(got, ["UNKNOWN(\"BASE\")", "HC", "EJP"]);
}
RS
cargo run --quiet
