//! Several files as one: ZIP archives, written with or without compression, read within bounds.

use std::io::{Read, Write};

use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};

/// The most files that are read out of an archive: an export has three.
const FILES_MAX: usize = 32;

/// Why an archive cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    /// It is damaged, or of a kind that is not read (encrypted, in parts, larger than 4 GiB).
    #[error("the archive is damaged or of another kind; unpack it and bring the files")]
    Damaged,
    /// What is in it is too large.
    #[error("what is in the archive is too large to be a network")]
    TooLarge,
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Version 2.0, names in UTF-8.
const VERSION: u16 = 20;
const UTF8: u16 = 1 << 11;
/// The one way of packing that every program knows.
const DEFLATED: u16 = 8;
/// 1980-01-01, the first day that an archive can name: a file tells nothing of when it was made.
const DATE: u16 = 0x21;

/// Packs files, each with its name, into one. The same files give the same bytes.
#[must_use]
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let files = files.iter().map(|(name, bytes)| (*name, *bytes, None));
    archive_of(files.collect())
}

/// Packs files as [`zip`] does, and smaller: for texts that say much the same many times.
#[must_use]
pub(crate) fn zip_packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let files = files.iter().map(|(name, bytes)| {
        // What does not get smaller stays as it is.
        let packed = deflate(bytes).filter(|packed| packed.len() < bytes.len());
        (*name, *bytes, packed)
    });
    archive_of(files.collect())
}

fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).ok()?;
    packed.finish().ok()
}

/// A file: its name, its bytes, and those bytes packed where they are.
type Entry<'a> = (&'a str, &'a [u8], Option<Vec<u8>>);

/// An archive of files.
fn archive_of(files: Vec<Entry<'_>>) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes, packed) in &files {
        let method = if packed.is_some() { DEFLATED } else { 0 };
        let written = packed.as_deref().unwrap_or(bytes);
        let mut crc = Crc::new();
        crc.update(bytes);
        let offset = archive.len() as u32;
        let mut common = Vec::new();
        for word in [VERSION, UTF8, method, 0, DATE] {
            common.extend(word.to_le_bytes());
        }
        for long in [crc.sum(), written.len() as u32, bytes.len() as u32] {
            common.extend(long.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        archive.extend(LOCAL.to_le_bytes());
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(written);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (offset, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(END.to_le_bytes());
    archive.extend([0; 4]);
    for _ in 0..2 {
        archive.extend((files.len() as u16).to_le_bytes());
    }
    archive.extend(length.to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&self, at: usize, length: usize) -> Result<&'a [u8], ZipError> {
        let end = at.checked_add(length).ok_or(ZipError::Damaged)?;
        self.0.get(at..end).ok_or(ZipError::Damaged)
    }

    fn short(&self, at: usize) -> Result<usize, ZipError> {
        let bytes = self.bytes(at, 2)?;
        Ok(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }

    fn long(&self, at: usize) -> Result<u32, ZipError> {
        let bytes = self.bytes(at, 4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn size(&self, at: usize) -> Result<usize, ZipError> {
        usize::try_from(self.long(at)?).map_err(|_| ZipError::Damaged)
    }
}

/// Unpacks the files of an archive, folders left out; names without their folders.
///
/// # Errors
/// See [`ZipError`]. `max` bounds what all files have together, in bytes.
pub fn unzip(archive: &[u8], max: usize) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
    let unzip = Unzip {
        files_max: FILES_MAX,
        bytes_max: max,
    };
    let mut files = unzip.files(archive, |_| true)?;
    for (path, _) in &mut files {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        *path = name;
    }
    Ok(files)
}

/// Within which bounds an archive is read.
pub(crate) struct Unzip {
    /// The most files that it may have.
    pub(crate) files_max: usize,
    /// The most bytes that the files have together that are unpacked.
    pub(crate) bytes_max: usize,
}

impl Unzip {
    /// Unpacks those files that are wanted by their paths, folders left out.
    ///
    /// # Errors
    /// See [`ZipError`].
    pub(crate) fn files(
        &self,
        archive: &[u8],
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
        let reader = Reader(archive);
        // The end of the directory is the last 22 bytes, or earlier where there is a comment.
        let last = archive.len().checked_sub(22).ok_or(ZipError::Damaged)?;
        let end = (last.saturating_sub(usize::from(u16::MAX))..=last)
            .rev()
            .find(|at| reader.long(*at) == Ok(END))
            .ok_or(ZipError::Damaged)?;
        let count = reader.short(end + 10)?;
        let mut at = reader.size(end + 16)?;
        if count > self.files_max {
            return Err(ZipError::TooLarge);
        }
        let mut files = Vec::new();
        let mut left = self.bytes_max;
        for _ in 0..count {
            if reader.long(at)? != CENTRAL {
                return Err(ZipError::Damaged);
            }
            let (flags, method) = (reader.short(at + 8)?, reader.short(at + 10)?);
            let (sum, packed, size) = (
                reader.long(at + 16)?,
                reader.size(at + 20)?,
                reader.size(at + 24)?,
            );
            let (name, extra, comment) = (
                reader.short(at + 28)?,
                reader.short(at + 30)?,
                reader.short(at + 32)?,
            );
            let local = reader.size(at + 42)?;
            let path = String::from_utf8_lossy(reader.bytes(at + 46, name)?).into_owned();
            at += 46 + name + extra + comment;
            if path.ends_with('/') || !wanted(&path) {
                continue;
            }
            left = left.checked_sub(size).ok_or(ZipError::TooLarge)?;
            if flags & 1 != 0 || reader.long(local)? != LOCAL {
                return Err(ZipError::Damaged);
            }
            let data = local + 30 + reader.short(local + 26)? + reader.short(local + 28)?;
            let packed = reader.bytes(data, packed)?;
            let bytes = match method {
                0 => packed.to_vec(),
                8 => inflate(packed, size)?,
                _ => return Err(ZipError::Damaged),
            };
            let mut crc = Crc::new();
            crc.update(&bytes);
            if bytes.len() != size || crc.sum() != sum {
                return Err(ZipError::Damaged);
            }
            files.push((path, bytes));
        }
        Ok(files)
    }
}

fn inflate(packed: &[u8], size: usize) -> Result<Vec<u8>, ZipError> {
    let mut bytes = Vec::new();
    // One byte more than was said, so that a lie is found out and costs no memory.
    DeflateDecoder::new(packed)
        .take(size as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| ZipError::Damaged)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let files: [(&str, &[u8]); 3] = [("a.csv", b"uno"), ("ñandú.csv", b""), ("c", &[0; 300])];
        let found = unzip(&zip(&files), 1_000).expect("it is an archive");
        let wanted = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        assert_eq!(found, wanted);
        let packed = zip_packed(&files);
        assert_eq!(unzip(&packed, 1_000).expect("it is an archive"), wanted);
        assert!(packed.len() < zip(&files).len() - 200, "zeros get smaller");
    }

    #[test]
    fn a_damaged_or_huge_archive_is_refused() {
        let mut archive = zip(&[("a", b"uno")]);
        assert_eq!(unzip(&archive, 2), Err(ZipError::TooLarge));
        archive[31] ^= 1;
        assert_eq!(unzip(&archive, 100), Err(ZipError::Damaged));
        assert_eq!(unzip(b"PK", 100), Err(ZipError::Damaged));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(at in 0_usize..200, byte in any::<u8>(), cut in 0_usize..200) {
            let mut archive = zip(&[("a.csv", b"uno,dos"), ("b.csv", b"tres")]);
            let length = archive.len();
            archive[at % length] = byte;
            archive.truncate(length - cut % length);
            let _ = unzip(&archive, 1_000);
        }
    }
}
