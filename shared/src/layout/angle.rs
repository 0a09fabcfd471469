//! Sine, cosine and arc tangent from plain arithmetic.
//!
//! The platform's own may differ in the last digit between a browser and a server, and a search over places turns such
//! a digit into another picture. Addition, multiplication, division and square root are exact everywhere.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::geometry::Point;

/// The angle brought between −π and π.
pub(super) fn wrapped(angle: f64) -> f64 {
    let turns = (angle / TAU).round();
    angle - turns * TAU
}

/// The unit vector at an angle clockwise from twelve o'clock.
pub(super) fn direction(clockwise: f64) -> Point {
    let angle = wrapped(clockwise);
    // Sine and cosine of half the angle, at most π/2, by their series; then doubled.
    let half = angle * 0.5;
    let square = half * half;
    let sine = half
        * (1.0
            - square / 6.0
                * (1.0
                    - square / 20.0
                        * (1.0
                            - square / 42.0
                                * (1.0
                                    - square / 72.0
                                        * (1.0
                                            - square / 110.0
                                                * (1.0
                                                    - square / 156.0 * (1.0 - square / 210.0)))))));
    let cosine = 1.0
        - square / 2.0
            * (1.0
                - square / 12.0
                    * (1.0
                        - square / 30.0
                            * (1.0
                                - square / 56.0
                                    * (1.0
                                        - square / 90.0
                                            * (1.0 - square / 132.0 * (1.0 - square / 182.0))))));
    Point::new(2.0 * sine * cosine, 2.0 * sine * sine - 1.0)
}

/// The angle of a vector clockwise from twelve o'clock, between −π and π; 0 for no vector.
pub(super) fn of(vector: Point) -> f64 {
    // `up` and `right` are the coordinates of the usual arc tangent, turned so that 0 is upwards.
    let (right, up) = (vector.x, -vector.y);
    if right == 0.0 && up == 0.0 {
        return 0.0;
    }
    if up.abs() >= right.abs() {
        let near = arc_tangent(right / up);
        if up > 0.0 {
            near
        } else if right >= 0.0 {
            near + PI
        } else {
            near - PI
        }
    } else {
        let near = FRAC_PI_2 - arc_tangent(up / right.abs());
        if right > 0.0 { near } else { -near }
    }
}

/// Arc tangent of −1 to 1: halved twice, then by its series.
fn arc_tangent(ratio: f64) -> f64 {
    let halved = |t: f64| t / (1.0 + (1.0 + t * t).sqrt());
    let t = halved(halved(ratio));
    let s = t * t;
    4.0 * t
        * (1.0
            - s * (1.0 / 3.0
                - s * (1.0 / 5.0
                    - s * (1.0 / 7.0
                        - s * (1.0 / 9.0
                            - s * (1.0 / 11.0 - s * (1.0 / 13.0 - s * (1.0 / 15.0))))))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_platform() {
        for step in -80..=80 {
            let angle = f64::from(step) * 0.0773;
            let (here, x, y) = (direction(angle), angle.sin(), -angle.cos());
            assert!(
                (here.x - x).abs() < 1e-9 && (here.y - y).abs() < 1e-9,
                "{angle}: {here:?} is not ({x}, {y})"
            );
            let back = wrapped(of(here * 7.0) - angle);
            assert!(back.abs() < 1e-9, "{angle} came back {back} off");
        }
    }
}
