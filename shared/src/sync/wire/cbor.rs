//! A tolerant, bounded reader of CBOR, over minicbor's tokens.

use std::borrow::Cow;

use minicbor::{Decoder, data::Type};

use crate::sync::limits;

/// Why bytes are not readable as CBOR, or not as what was expected there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CborError {
    /// Damaged or cut off.
    #[error("the bytes are not valid CBOR")]
    Invalid,
    /// Another type than expected.
    #[error("a value has an unexpected type")]
    Type,
    /// Nested deeper than [`limits::CBOR_DEPTH_MAX`].
    #[error("values are nested too deeply")]
    Depth,
    /// More items than [`limits::CBOR_ITEMS_MAX`].
    #[error("an array or map has too many items")]
    Items,
    /// A text or a byte string is longer than it may be here.
    #[error("a text or byte string is too long")]
    Length,
    /// Something follows the value.
    #[error("there are bytes left over after the value")]
    LeftOver,
}

impl From<minicbor::decode::Error> for CborError {
    fn from(error: minicbor::decode::Error) -> Self {
        if error.is_type_mismatch() {
            Self::Type
        } else {
            Self::Invalid
        }
    }
}

/// 2^53: beyond it a float is no longer exact.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// cbor-x and others write typed arrays of bytes under this tag (RFC 8746).
const TAG_UINT8_ARRAY: u64 = 64;

/// Reads values one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'b> {
    decoder: Decoder<'b>,
}

impl<'b> Reader<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self {
            decoder: Decoder::new(bytes),
        }
    }

    /// Reads one map, a field at a time; `field` gets each key and must consume the value.
    pub(crate) fn map<E: From<CborError>>(
        &mut self,
        mut field: impl FnMut(&mut Self, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let length = self.decoder.map().map_err(CborError::from)?;
        self.items(length, |reader| {
            let key = reader.text(limits::PEER_ID_BYTES_MAX)?;
            field(reader, &key)
        })
    }

    /// Reads one array; `item` must consume each value.
    pub(crate) fn array<E: From<CborError>>(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let length = self.decoder.array().map_err(CborError::from)?;
        self.items(length, item)
    }

    fn items<E: From<CborError>>(
        &mut self,
        length: Option<u64>,
        mut item: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut read = 0;
        loop {
            let more = match length {
                Some(length) => read < length,
                None => !self.at_break()?,
            };
            if !more {
                return Ok(());
            }
            read += 1;
            if read > limits::CBOR_ITEMS_MAX {
                return Err(CborError::Items.into());
            }
            item(self)?;
        }
    }

    /// Consumes the end of something of indefinite length, if it is there.
    fn at_break(&mut self) -> Result<bool, CborError> {
        if self.kind()? == Type::Break {
            self.decoder.set_position(self.decoder.position() + 1);
            return Ok(true);
        }
        Ok(false)
    }

    fn kind(&self) -> Result<Type, CborError> {
        Ok(self.decoder.datatype()?)
    }

    /// Consumes `null` or `undefined`, if it is there.
    pub(crate) fn nothing(&mut self) -> Result<bool, CborError> {
        match self.kind()? {
            Type::Null => self.decoder.null()?,
            Type::Undefined => self.decoder.undefined()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A value or nothing.
    pub(crate) fn optional<T, E: From<CborError>>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        if self.nothing()? {
            return Ok(None);
        }
        read(self).map(Some)
    }

    /// A text of at most `max` bytes.
    pub(crate) fn text(&mut self, max: usize) -> Result<Cow<'b, str>, CborError> {
        let text = match self.kind()? {
            Type::String => Cow::Borrowed(self.decoder.str()?),
            Type::StringIndef => {
                let mut whole = String::new();
                for part in self.decoder.str_iter()? {
                    whole.push_str(part?);
                    if whole.len() > max {
                        return Err(CborError::Length);
                    }
                }
                Cow::Owned(whole)
            }
            _ => return Err(CborError::Type),
        };
        if text.len() > max {
            return Err(CborError::Length);
        }
        Ok(text)
    }

    /// Bytes, tagged as a typed array or not, of at most `max`.
    pub(crate) fn bytes(&mut self, max: usize) -> Result<Cow<'b, [u8]>, CborError> {
        let bytes = match self.kind()? {
            Type::Tag if self.decoder.tag()?.as_u64() == TAG_UINT8_ARRAY => {
                return self.untagged_bytes(max);
            }
            Type::Tag => return Err(CborError::Type),
            _ => self.untagged_bytes(max)?,
        };
        Ok(bytes)
    }

    fn untagged_bytes(&mut self, max: usize) -> Result<Cow<'b, [u8]>, CborError> {
        let bytes = match self.kind()? {
            Type::Bytes => Cow::Borrowed(self.decoder.bytes()?),
            Type::BytesIndef => {
                let mut whole = Vec::new();
                for part in self.decoder.bytes_iter()? {
                    whole.extend_from_slice(part?);
                    if whole.len() > max {
                        return Err(CborError::Length);
                    }
                }
                Cow::Owned(whole)
            }
            _ => return Err(CborError::Type),
        };
        if bytes.len() > max {
            return Err(CborError::Length);
        }
        Ok(bytes)
    }

    /// Whether bytes (rather than a text) come next.
    pub(crate) fn is_bytes(&self) -> Result<bool, CborError> {
        Ok(matches!(
            self.kind()?,
            Type::Bytes | Type::BytesIndef | Type::Tag
        ))
    }

    /// A whole number that is not negative, as an integer or as a float.
    pub(crate) fn unsigned(&mut self) -> Result<u64, CborError> {
        let float = match self.kind()? {
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => return Ok(self.decoder.u64()?),
            Type::F16 => f64::from(self.half()?),
            Type::F32 => f64::from(self.decoder.f32()?),
            Type::F64 => self.decoder.f64()?,
            _ => return Err(CborError::Type),
        };
        if float.fract() != 0.0 || !(0.0..=EXACT_MAX).contains(&float) {
            return Err(CborError::Type);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        Ok(float as u64)
    }

    /// A number, as an integer or as a float of any width.
    pub(crate) fn float(&mut self) -> Result<f64, CborError> {
        Ok(match self.kind()? {
            Type::F16 => f64::from(self.half()?),
            Type::F32 => f64::from(self.decoder.f32()?),
            Type::F64 => self.decoder.f64()?,
            _ => self.decoder.i64()? as f64,
        })
    }

    /// minicbor reads half floats only with a feature that brings another crate; ours are small whole numbers.
    fn half(&mut self) -> Result<f32, CborError> {
        let position = self.decoder.position();
        let input = self.decoder.input();
        let &[_, high, low] = input
            .get(position..position + 3)
            .and_then(|bytes| bytes.as_array())
            .ok_or(CborError::Invalid)?;
        self.decoder.set_position(position + 3);
        let bits = u16::from_be_bytes([high, low]);
        let exponent = i32::from((bits >> 10) & 0x1f);
        let mantissa = f32::from(bits & 0x3ff) / 1024.0;
        let size = match exponent {
            0 => mantissa * 2_f32.powi(-14),
            31 => f32::NAN,
            _ => (1.0 + mantissa) * 2_f32.powi(exponent - 15),
        };
        Ok(if bits & 0x8000 == 0 { size } else { -size })
    }

    /// Whether something is true; nothing is false.
    pub(crate) fn flag(&mut self) -> Result<bool, CborError> {
        if self.nothing()? {
            return Ok(false);
        }
        Ok(self.decoder.bool()?)
    }

    /// Passes over one value of any type.
    pub(crate) fn skip(&mut self) -> Result<(), CborError> {
        self.skip_nested(0)
    }

    fn skip_nested(&mut self, depth: usize) -> Result<(), CborError> {
        if depth > limits::CBOR_DEPTH_MAX {
            return Err(CborError::Depth);
        }
        match self.kind()? {
            Type::Array | Type::ArrayIndef => {
                let length = self.decoder.array()?;
                self.items(length, |reader| reader.skip_nested(depth + 1))
            }
            Type::Map | Type::MapIndef => {
                let length = self.decoder.map()?;
                self.items(length, |reader| {
                    reader.skip_nested(depth + 1)?;
                    reader.skip_nested(depth + 1)
                })
            }
            Type::Tag => {
                self.decoder.tag()?;
                self.skip_nested(depth + 1)
            }
            Type::Break => Err(CborError::Invalid),
            // Flat values, and strings in pieces: minicbor passes over them without recursion.
            _ => Ok(self.decoder.skip()?),
        }
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(&self) -> Result<(), CborError> {
        if self.decoder.position() == self.decoder.input().len() {
            Ok(())
        } else {
            Err(CborError::LeftOver)
        }
    }
}
