#![no_main]

libfuzzer_sys::fuzz_target!(
    // A panic that the sync core contains is no finding; one that it lets through is.
    init: std::panic::set_hook(Box::new(|_| {})),
    |data: &[u8]| trama_fuzz::targets::room(data)
);
