//! What changes with every move of a hand: where the pointer is, and what part of the sheet is on the screen. A small
//! ephemeral message of its own, at most one every [`limits::GLANCE_INTERVAL_MS`], so that what is told seldom
//! ([`Presence`](super::presence::Presence)) is not told thirty times a second.

use std::convert::Infallible;

use minicbor::Encoder;

use super::{
    limits,
    wire::{CborError, Reader},
};

/// A point of the sheet in the units of a [`Place`](crate::case::Place): the person is at (0, 0), and 1.0 is the radius
/// of the outer ring or half the height of the sheet. So it means the same on screens of any size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The part of the sheet that a screen shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// What is in the middle of the screen.
    pub middle: Point,
    /// Half of the screen's shorter side, in the same units.
    pub reach: f64,
}

/// How far down a page of texts a screen is. It is told by the part that stands at its upper edge, because the same
/// texts are longer on a narrow screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The part of the page, by the name that the page gives it.
    pub part: String,
    /// How much of the part is above the edge, where its height is 1; negative while it begins below.
    pub above: f64,
}

/// Where a hand and an eye are at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// The view that both are of; a pointer of another view means nothing.
    pub page: String,
    /// Where the pointer is; `None` takes it away.
    pub pointer: Option<Point>,
    /// What the screen shows; told only while somebody follows it.
    pub sight: Option<Sight>,
    /// How far down the page it is, where that is one of texts; told only while somebody follows it.
    pub reading: Option<Reading>,
}

/// Says that a payload is a [`Glance`].
const KIND: &str = "trama-glance";

impl Glance {
    /// The payload of an ephemeral message.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        // Writing into memory cannot fail.
        match self.write(&mut out) {
            Ok(()) => out.into_writer(),
            Err(_) => Vec::new(),
        }
    }

    fn write(&self, out: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        let fields = 2
            + u64::from(self.pointer.is_some())
            + u64::from(self.sight.is_some())
            + u64::from(self.reading.is_some());
        out.map(fields)?.str("type")?.str(KIND)?;
        out.str("page")?.str(cut(&self.page))?;
        if let Some(pointer) = self.pointer {
            out.str("pointer")?.array(2)?;
            out.f64(pointer.x)?.f64(pointer.y)?;
        }
        if let Some(Sight { middle, reach }) = self.sight {
            out.str("sight")?.array(3)?;
            out.f64(middle.x)?.f64(middle.y)?.f64(reach)?;
        }
        if let Some(Reading { part, above }) = &self.reading {
            out.str("reading")?.array(2)?;
            out.str(cut(part))?.f64(*above)?;
        }
        Ok(())
    }

    /// Reads a payload; `None` if it is something else than a glance. What is off the sheet is brought to its edge.
    ///
    /// # Errors
    /// If it is not CBOR, or a glance with values of other types.
    pub fn decode(payload: &[u8]) -> Result<Option<Self>, CborError> {
        let mut glance = Self::default();
        let mut is_glance = false;
        let mut reader = Reader::new(payload);
        reader.map(|reader, key| {
            match key {
                "type" => is_glance = &*reader.text(limits::EPHEMERAL_BYTES_MAX)? == KIND,
                "page" => {
                    glance.page = reader.text(limits::PRESENCE_TEXT_BYTES_MAX)?.into_owned();
                }
                "pointer" => {
                    glance.pointer = reader.optional(|reader| {
                        let [x, y] = numbers(reader)?;
                        Ok::<_, CborError>(near(x, y))
                    })?;
                }
                "sight" => {
                    glance.sight = reader.optional(|reader| {
                        let [x, y, reach] = numbers(reader)?;
                        Ok::<_, CborError>(Sight {
                            middle: near(x, y),
                            reach: reach.clamp(limits::SIGHT_REACH_MIN, limits::GLANCE_PLACE_MAX),
                        })
                    })?;
                }
                "reading" => glance.reading = reader.optional(reading)?,
                _ => reader.skip()?,
            }
            Ok::<_, CborError>(())
        })?;
        reader.end()?;
        Ok(is_glance.then_some(glance))
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(limits::PRESENCE_TEXT_BYTES_MAX)]
}

/// A name and a number.
fn reading(reader: &mut Reader<'_>) -> Result<Reading, CborError> {
    let (mut part, mut above) = (None, None);
    reader.array(|reader| {
        if part.is_none() {
            let text = reader.text(limits::PRESENCE_TEXT_BYTES_MAX)?;
            part = Some(text.into_owned());
            return Ok(());
        }
        let number = reader.float()?;
        if above.is_some() || !number.is_finite() {
            return Err(CborError::Length);
        }
        let edge = limits::GLANCE_PLACE_MAX;
        above = Some(number.clamp(-edge, edge));
        Ok(())
    })?;
    let (part, above) = part.zip(above).ok_or(CborError::Length)?;
    Ok(Reading { part, above })
}

fn near(x: f64, y: f64) -> Point {
    let edge = limits::GLANCE_PLACE_MAX;
    Point {
        x: x.clamp(-edge, edge),
        y: y.clamp(-edge, edge),
    }
}

/// Exactly so many numbers, none of them infinite or none at all.
fn numbers<const N: usize>(reader: &mut Reader<'_>) -> Result<[f64; N], CborError> {
    let mut numbers = [0.0; N];
    let mut count = 0;
    reader.array(|reader| {
        let number = reader.float()?;
        if !number.is_finite() {
            return Err(CborError::Type);
        }
        *numbers.get_mut(count).ok_or(CborError::Length)? = number;
        count += 1;
        Ok(())
    })?;
    if count < N {
        return Err(CborError::Length);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glance() -> Glance {
        Glance {
            page: "rings".to_owned(),
            pointer: Some(Point { x: -0.25, y: 0.75 }),
            sight: Some(Sight {
                middle: Point { x: 0.5, y: -1.5 },
                reach: 0.6,
            }),
            reading: None,
        }
    }

    fn reading_at(above: f64) -> Glance {
        Glance {
            page: "plan".to_owned(),
            reading: Some(Reading {
                part: "strategy".to_owned(),
                above,
            }),
            ..Glance::default()
        }
    }

    #[test]
    fn a_glance_reads_what_it_writes() {
        let pointer_only = Glance {
            sight: None,
            ..glance()
        };
        for glance in [glance(), pointer_only, reading_at(0.25), Glance::default()] {
            assert_eq!(Glance::decode(&glance.encode()), Ok(Some(glance)));
        }
        assert!(glance().encode().len() < 128, "thirty of these a second");
    }

    #[test]
    fn what_others_send_is_no_glance() {
        // {"a": 1}
        assert_eq!(Glance::decode(&[0xa1, 0x61, 0x61, 0x01]), Ok(None));
        assert!(Glance::decode(&[0x01]).is_err());
    }

    #[test]
    fn numbers_of_any_width_are_read() {
        // {"type": "trama-glance", "page": "", "pointer": [-1, 0.5]}, the half as two bytes.
        let mut bytes = vec![0xa3, 0x64];
        bytes.extend(b"type");
        bytes.push(0x6c);
        bytes.extend(b"trama-glance");
        bytes.push(0x64);
        bytes.extend(b"page");
        bytes.push(0x60);
        bytes.push(0x67);
        bytes.extend(b"pointer");
        bytes.extend([0x82, 0x20, 0xf9, 0x38, 0x00]);
        let read = Glance::decode(&bytes).unwrap().unwrap();
        assert_eq!(read.pointer, Some(Point { x: -1.0, y: 0.5 }));
    }

    #[test]
    fn places_without_sense_are_brought_to_the_edge_or_refused() {
        let far = Glance {
            pointer: Some(Point { x: 1e9, y: -1e9 }),
            sight: Some(Sight {
                middle: Point { x: 0.0, y: 0.0 },
                reach: -3.0,
            }),
            ..glance()
        };
        let read = Glance::decode(&far.encode()).unwrap().unwrap();
        let edge = limits::GLANCE_PLACE_MAX;
        assert_eq!(read.pointer, Some(Point { x: edge, y: -edge }));
        let nearest = Sight {
            reach: limits::SIGHT_REACH_MIN,
            ..far.sight.unwrap()
        };
        assert_eq!(read.sight, Some(nearest));
        let nowhere = Glance {
            pointer: Some(Point {
                x: f64::NAN,
                y: 0.0,
            }),
            ..glance()
        };
        assert!(Glance::decode(&nowhere.encode()).is_err());
        let deep = Glance::decode(&reading_at(1e9).encode()).unwrap().unwrap();
        assert_eq!(deep.reading, reading_at(edge).reading);
        assert!(Glance::decode(&reading_at(f64::NAN).encode()).is_err());
    }
}
