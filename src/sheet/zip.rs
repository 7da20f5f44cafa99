//! A ZIP archive (PKWARE's APPNOTE, 4.3), written file by file: a file's length and checksum are put into its header when it is complete.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// "Deflated" is in version 2.0.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// The first day that a ZIP can say, so that the same table is the same file.
const DATE: u16 = 0x21;

/// One file of the archive.
struct Entry {
    name: &'static str,
    crc: u32,
    packed: u32,
    length: u32,
    offset: u32,
}

/// An archive that is being written.
pub struct Zip<W: Write + Seek> {
    out: W,
    entries: Vec<Entry>,
}

/// A file that is being written into it.
pub struct ZipFile<W: Write + Seek> {
    data: DeflateEncoder<BufWriter<W>>,
    entries: Vec<Entry>,
    name: &'static str,
    offset: u64,
    crc: Crc,
}

/// Numbers of an archive are 32 bits wide.
fn narrow(number: u64) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| io::Error::other("the table is too large for one file"))
}

impl<W: Write + Seek> Zip<W> {
    pub fn new(out: W) -> Self {
        Self { out, entries: Vec::new() }
    }

    /// Adds a whole file.
    pub fn add(self, name: &'static str, content: &str) -> io::Result<Self> {
        let mut file = self.begin(name)?;
        file.write_all(content.as_bytes())?;
        file.end()
    }

    /// Begins a file.
    pub fn begin(mut self, name: &'static str) -> io::Result<ZipFile<W>> {
        let offset = self.out.stream_position()?;
        write_header(&mut self.out, &Entry { name, crc: 0, packed: 0, length: 0, offset: 0 })?;
        let data = DeflateEncoder::new(BufWriter::new(self.out), Compression::fast());
        Ok(ZipFile { data, entries: self.entries, name, offset, crc: Crc::new() })
    }

    /// Writes the directory; returns the length of the archive.
    pub fn end(mut self) -> io::Result<u64> {
        let start = narrow(self.out.stream_position()?)?;
        for entry in &self.entries {
            self.out.write_all(&CENTRAL.to_le_bytes())?;
            self.out.write_all(&VERSION.to_le_bytes())?;
            write_fields(&mut self.out, entry)?;
            // No comment, one disk, no attributes.
            self.out.write_all(&[0; 10])?;
            self.out.write_all(&entry.offset.to_le_bytes())?;
            self.out.write_all(entry.name.as_bytes())?;
        }
        let length = narrow(self.out.stream_position()?)? - start;
        let count = u16::try_from(self.entries.len()).unwrap_or(u16::MAX).to_le_bytes();
        self.out.write_all(&END.to_le_bytes())?;
        self.out.write_all(&[0; 4])?;
        self.out.write_all(&[count, count].concat())?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&start.to_le_bytes())?;
        self.out.write_all(&[0; 2])?;
        self.out.flush()?;
        self.out.stream_position()
    }
}

impl<W: Write + Seek> ZipFile<W> {
    /// Ends the file: what was not known at its beginning is put there.
    pub fn end(self) -> io::Result<Zip<W>> {
        let Self { data, mut entries, name, offset, crc } = self;
        let length = narrow(data.total_in())?;
        let mut out = data.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        let end = out.stream_position()?;
        let header = u64::try_from(30 + name.len()).unwrap_or(u64::MAX);
        let entry = Entry { name, crc: crc.sum(), packed: narrow(end - offset - header)?, length, offset: narrow(offset)? };
        out.seek(SeekFrom::Start(offset))?;
        write_header(&mut out, &entry)?;
        out.seek(SeekFrom::Start(end))?;
        entries.push(entry);
        Ok(Zip { out, entries })
    }
}

impl<W: Write + Seek> Write for ZipFile<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.data.write(bytes)?;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.data.flush()
    }
}

fn write_header(out: &mut impl Write, entry: &Entry) -> io::Result<()> {
    out.write_all(&LOCAL.to_le_bytes())?;
    write_fields(out, entry)?;
    out.write_all(entry.name.as_bytes())
}

/// What a file's header and the directory both say.
fn write_fields(out: &mut impl Write, entry: &Entry) -> io::Result<()> {
    let name = u16::try_from(entry.name.len()).unwrap_or(u16::MAX);
    for half in [VERSION, 0, DEFLATED, 0, DATE] {
        out.write_all(&half.to_le_bytes())?;
    }
    for word in [entry.crc, entry.packed, entry.length] {
        out.write_all(&word.to_le_bytes())?;
    }
    for half in [name, 0] {
        out.write_all(&half.to_le_bytes())?;
    }
    Ok(())
}
