//! What part of the sheet a screen shows, said so that a screen of another size can show the same.

use trama_shared::{
    layout::{Frame as SheetFrame, Point, Size},
    sync::glance::{Point as Told, Sight},
};

use super::{camera::Camera, input::Spot};

/// What a screen of that size shows through a camera.
#[must_use]
pub fn sight_of(camera: &Camera, screen: Size, frame: &SheetFrame) -> Sight {
    let middle = camera.to_sheet(Spot::new(screen.width / 2.0, screen.height / 2.0));
    Sight {
        middle: told_at(middle, frame),
        reach: shorter_half(screen) / camera.scale / frame.unit_px,
    }
}

/// The camera through which a screen of that size shows the same middle, and at least as much around it.
#[must_use]
pub fn camera_for(sight: &Sight, screen: Size, frame: &SheetFrame) -> Camera {
    let scale = shorter_half(screen) / (sight.reach * frame.unit_px);
    let scale = scale.clamp(Camera::SCALE_MIN, Camera::SCALE_MAX);
    let middle = spot_at(sight.middle, frame);
    Camera {
        scale,
        offset: Spot::new(
            screen.width / 2.0 - middle.x * scale,
            screen.height / 2.0 - middle.y * scale,
        ),
    }
}

/// A spot of the sheet as screens tell it one another.
#[must_use]
pub fn told_at(at: Spot, frame: &SheetFrame) -> Told {
    Told {
        x: (at.x - frame.centre.x) / frame.unit_px,
        y: (at.y - frame.centre.y) / frame.unit_px,
    }
}

/// Where that is on this screen's sheet.
#[must_use]
pub fn spot_at(told: Told, frame: &SheetFrame) -> Spot {
    let Point { x, y } = frame.centre;
    Spot::new(x + told.x * frame.unit_px, y + told.y * frame.unit_px)
}

fn shorter_half(screen: Size) -> f64 {
    screen.width.min(screen.height).max(1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use trama_shared::{
        case::{View, Zone},
        document::{create, read_case},
        layout::{Device, LayoutRequest, MapTexts},
    };

    fn frame(canvas: Size) -> SheetFrame {
        let doc = create(Zone::Case, &"c1".parse().unwrap(), "Alba").unwrap();
        let (case, _) = read_case(&doc);
        let texts = MapTexts::default();
        let request = LayoutRequest::of_case(&case, View::Ecomap, canvas, Device::Tablet, texts);
        SheetFrame::new(&request)
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn a_screen_shows_again_what_it_told() {
        let screen = Size::new(800.0, 600.0);
        let frame = frame(screen);
        let camera = Camera {
            scale: 1.7,
            offset: Spot::new(-120.0, 33.0),
        };
        let again = camera_for(&sight_of(&camera, screen, &frame), screen, &frame);
        assert!(near(again.scale, camera.scale));
        assert!(near(again.offset.x, camera.offset.x) && near(again.offset.y, camera.offset.y));
    }

    #[test]
    fn a_smaller_screen_has_the_same_place_in_its_middle() {
        let (large, small) = (Size::new(1600.0, 900.0), Size::new(390.0, 600.0));
        let (one, other) = (frame(large), frame(small));
        let camera = Camera {
            scale: 2.0,
            offset: Spot::new(-700.0, -300.0),
        };
        let sight = sight_of(&camera, large, &one);
        let there = camera_for(&sight, small, &other);
        let middle = there.to_sheet(Spot::new(195.0, 300.0));
        let told = told_at(middle, &other);
        assert!(near(told.x, sight.middle.x) && near(told.y, sight.middle.y));
        let reach = sight_of(&there, small, &other).reach;
        assert!(near(reach, sight.reach));
    }

    #[test]
    fn a_spot_is_told_and_found_again() {
        let frame = frame(Size::new(736.0, 660.0));
        let spot = Spot::new(12.0, 640.0);
        let again = spot_at(told_at(spot, &frame), &frame);
        assert!(near(again.x, spot.x) && near(again.y, spot.y));
    }
}
