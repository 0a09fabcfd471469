//! Sync messages and chunks as nobody well-meaning writes them.

use std::io::{Read, Write};

use flate2::{
    Compress, Compression, FlushCompress, Status, read::DeflateDecoder, write::DeflateEncoder,
};
use sha2::{Digest, Sha256};

/// An unsigned LEB128 number.
pub fn leb(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A sync message of version 1 that names these heads and brings these chunks.
pub fn message(heads: &[[u8; 32]], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut message = vec![0x42];
    message.extend(leb(heads.len() as u64));
    message.extend(heads.concat());
    // It needs nothing, and has nothing.
    message.extend([0, 0]);
    message.extend(leb(chunks.len() as u64));
    for chunk in chunks {
        message.extend(leb(chunk.len() as u64));
        message.extend(chunk);
    }
    message
}

/// A chunk with a right checksum; a change that is to be deflated is.
pub fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let packed = if kind == 2 {
        deflate(body)
    } else {
        body.to_vec()
    };
    let summed = if kind == 2 { 1 } else { kind };
    let mut sum = Sha256::new();
    sum.update([summed]);
    sum.update(leb(body.len() as u64));
    sum.update(body);
    let sum = sum.finalize();
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83];
    chunk.extend(&sum[..4]);
    chunk.push(kind);
    chunk.extend(leb(packed.len() as u64));
    chunk.extend(packed);
    chunk
}

/// Kind and body of a chunk, not deflated.
pub fn open(chunk: &[u8]) -> (u8, Vec<u8>) {
    let kind = chunk[8];
    let digits = chunk[9..]
        .iter()
        .take_while(|byte| **byte & 0x80 != 0)
        .count()
        + 1;
    let body = &chunk[9 + digits..];
    if kind != 2 {
        return (kind, body.to_vec());
    }
    let mut inflated = Vec::new();
    DeflateDecoder::new(body)
        .read_to_end(&mut inflated)
        .expect("a chunk of ours");
    (kind, inflated)
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// So many megabytes of zeros, deflated.
pub fn deflated_zeros(megabytes: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 16);
    let zeros = vec![0; 1 << 20];
    // Flushed, a block stands for itself, and may stand there again and again.
    let status = compress.compress_vec(&zeros, &mut block, FlushCompress::Full);
    assert_eq!(
        (status.expect("zeros deflate"), compress.total_in()),
        (Status::Ok, 1 << 20)
    );
    let mut stream = block.repeat(megabytes);
    // The last block, of nothing.
    stream.extend([3, 0]);
    stream
}

/// A chunk whose body is deflated already; its checksum is that of nothing that it holds.
pub fn packed_chunk(kind: u8, packed: &[u8]) -> Vec<u8> {
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 1, 2, 3, 4, kind];
    chunk.extend(leb(packed.len() as u64));
    chunk.extend(packed);
    chunk
}
