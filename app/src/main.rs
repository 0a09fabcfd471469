//! The page's entry point.

fn main() {
    trama_app::start();
}
