//! How long it takes to draw a bill, and how much memory.

use std::hint::black_box;
use std::time::Instant;

use odzreshop_bot::picture::{BillPicture, draw};

/// Of the length of a usual QRIS text.
const CODE: &str = "00020101021226580016ID.CO.SHOPEE.WWW01189360091800000000020205123450303UMI51440014ID.CO.QRIS.WWW0215ID1020000000001\
                    0303UMI5204581653033605405251375802ID5909ODZRESHOP6013JAKARTA PUSAT61051011062070703A0163040000";
const TIMES: usize = 200;

/// The milliseconds of each time, and the KiB that are added to the process' memory at most.
pub fn draw_many() -> (Vec<f64>, u64) {
    let bill = BillPicture { code: CODE, merchant: "ODZRESHOP", amount: "Rp 25.137", until: "Bayar sebelum 14.35 WIB", number: "#B7K2M" };
    // Starts the count of the memory anew (proc(5)).
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory_kib("VmRSS");
    let time = || {
        let began = Instant::now();
        black_box(draw(&bill).unwrap());
        began.elapsed().as_secs_f64() * 1_000.0
    };
    let times = (0..TIMES).map(|_| time()).collect();
    (times, memory_kib("VmHWM").saturating_sub(before))
}

fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
